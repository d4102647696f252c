import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Where the user's settings lie: the platform's folder for configuration. */
export function settingsPath({ platform, env }: Surroundings): string {
  return join(configFolder({ platform, env }), 'config.json')
}

/** Where the provider files lie that the user has installed: beside the settings. */
export function providersPath({ platform, env }: Surroundings): string {
  return join(configFolder({ platform, env }), 'providers')
}

/** Where deliveries are kept unless `HOOKS_STORE` names another file: the platform's folder for data. */
export function storePath({ platform, env }: Surroundings): string {
  return join(dataFolder({ platform, env }), 'deliveries.db')
}

function configFolder({ platform, env }: Surroundings): string {
  if (platform === 'win32')
    return join(env.APPDATA || join(home(env), 'AppData', 'Roaming'), 'hooks', 'Config')
  if (platform === 'darwin') return join(home(env), 'Library', 'Preferences', 'hooks')
  return join(absolute(env.XDG_CONFIG_HOME) ?? join(home(env), '.config'), 'hooks')
}

function dataFolder({ platform, env }: Surroundings): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home(env), 'AppData', 'Local'), 'hooks')
  if (platform === 'darwin') return join(home(env), 'Library', 'Application Support', 'hooks')
  return join(absolute(env.XDG_DATA_HOME) ?? join(home(env), '.local', 'share'), 'hooks')
}

const home = (env: Surroundings['env']): string => env.HOME || homedir()

/** The XDG rules say that a relative path is to be ignored. */
const absolute = (path: string | undefined): string | undefined =>
  path && isAbsolute(path) ? path : undefined
