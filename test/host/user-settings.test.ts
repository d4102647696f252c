import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createUserSettings } from '../../src/host/user-settings.ts'
import { asOrdinaryUser } from './support/ordinary-user.ts'
import { temporaryFolder } from './support/store.ts'

const newPath = (): string => join(temporaryFolder(), 'a', 'hooks', 'config.json')

function written(text: string): string {
  const path = newPath()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

test('there are none before any is set', async () => {
  expect(await createUserSettings(newPath()).all()).toEqual({})
})

test('what is set is kept under its whole key, and what is unset is gone', async () => {
  const path = newPath()
  const settings = createUserSettings(path)
  await settings.set('provider', 'acme')
  await settings.set('listen.port', 4400)
  await settings.set('listen', { deep: [1] })
  expect(await createUserSettings(path).all()).toEqual({
    provider: 'acme',
    'listen.port': 4400,
    listen: { deep: [1] },
  })
  await settings.unset('listen.port')
  await settings.unset('none')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ provider: 'acme', listen: { deep: [1] } })
})

test.each([0o000, 0o077])('only their owner can read them, with the umask %o', async (mask) => {
  const before = process.umask(mask)
  onTestFinished(() => void process.umask(before))
  const path = newPath()
  await createUserSettings(path).set('secret', 'x')
  expect([path, dirname(path)].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o700])
})

describe('a file that is no JSON object', () => {
  test.each(['{"provider": ', '[]', 'null', '"text"', ''])(
    'is refused and left as it is: %s',
    async (text) => {
      const path = written(text)
      const settings = createUserSettings(path)
      const refusal = {
        code: 'invalid-settings',
        message: `The settings '${path}' are no JSON object.`,
        hint: 'Mend the file, or remove it to begin anew.',
      }
      await expect(settings.all()).rejects.toMatchObject(refusal)
      await expect(settings.set('provider', 'acme')).rejects.toMatchObject(refusal)
      await expect(settings.unset('provider')).rejects.toMatchObject(refusal)
      expect(readFileSync(path, 'utf8')).toBe(text)
    },
  )
})

test('a file that cannot be read is refused', async () => {
  const path = newPath()
  mkdirSync(path, { recursive: true })
  await expect(createUserSettings(path).all()).rejects.toMatchObject({
    code: 'invalid-settings',
    message: `Cannot read the settings '${path}': it is a folder.`,
  })
})

test('a place where nobody may write is refused', async () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o555)
  const path = join(folder, 'hooks', 'config.json')
  const setting = asOrdinaryUser(() => createUserSettings(path).set('provider', 'acme'))
  await expect(setting).rejects.toMatchObject({
    code: 'cannot-write',
    message: `Cannot write the settings '${path}': permission is denied.`,
  })
})
