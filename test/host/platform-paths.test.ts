import { homedir } from 'node:os'
import { sep } from 'node:path'
import { expect, test } from 'vitest'
import type { Surroundings } from '../../src/host/platform-paths.ts'
import { providersPath, settingsPath, storePath } from '../../src/host/platform-paths.ts'

const home = homedir()

test.each<[string, Surroundings, string, string]>([
  [
    'Linux',
    { platform: 'linux', env: { HOME: '/home/ada' } },
    '/home/ada/.config/hooks/config.json',
    '/home/ada/.local/share/hooks/deliveries.db',
  ],
  [
    'Linux with folders of its own',
    { platform: 'linux', env: { HOME: '/home/ada', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d' } },
    '/c/hooks/config.json',
    '/d/hooks/deliveries.db',
  ],
  [
    'Linux with folders that are none',
    { platform: 'linux', env: { HOME: '/home/ada', XDG_CONFIG_HOME: 'c', XDG_DATA_HOME: '' } },
    '/home/ada/.config/hooks/config.json',
    '/home/ada/.local/share/hooks/deliveries.db',
  ],
  [
    'Linux without HOME',
    { platform: 'linux', env: {} },
    `${home}/.config/hooks/config.json`,
    `${home}/.local/share/hooks/deliveries.db`,
  ],
  [
    'macOS',
    { platform: 'darwin', env: { HOME: '/Users/ada', XDG_CONFIG_HOME: '/c' } },
    '/Users/ada/Library/Preferences/hooks/config.json',
    '/Users/ada/Library/Application Support/hooks/deliveries.db',
  ],
  [
    'Windows',
    { platform: 'win32', env: { APPDATA: '/roaming', LOCALAPPDATA: '/local' } },
    '/roaming/hooks/Config/config.json',
    '/local/hooks/deliveries.db',
  ],
])('%s', (_title, ...[around, settings, store]) => {
  expect([settingsPath(around), storePath(around)].map((path) => path.replaceAll(sep, '/'))).toEqual([
    settings,
    store,
  ])
})

test('the providers of the user lie beside the settings', () => {
  const around = { platform: 'linux', env: { HOME: '/home/ada' } } as const
  expect(providersPath(around).replaceAll(sep, '/')).toBe('/home/ada/.config/hooks/providers')
})
