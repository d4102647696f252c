import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingNames } from '../src/command-line/settings-document.ts'
import { exitCodes } from '../src/errors.ts'
import { main } from '../src/main.ts'
import { reasons } from '../src/provider/verdict.ts'
import { commands } from './support/commands.ts'
import { providerTable, read, root } from './support/documents.ts'
import { handler } from './support/handler.ts'
import { testHost } from './support/host.ts'
import { rendered } from './support/transcript.ts'

const readme = read('README.md')

/** All that is fenced: what a reader can copy. */
const examples = (readme.match(/^```[\s\S]*?^```$/gm) ?? []).join('\n')

const flagsIn = (text: string): string[] => text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []

test('what it shows is what its commands print, and what the catalogue and the example say', async () => {
  const down = await handler(() => ({ status: 500, body: 'database is down' }))
  let asked = 0
  const flaky = await handler(() => (++asked < 3 ? { status: 503 } : { status: 200, body: 'OK' }))
  const shown = await rendered(readme, { 3000: down.url, 3002: flaky.url })
  const example = read('test/readme-example.test.ts')
  const whole = shown
    .replace(/(?<=^```ts\n)[\s\S]*?(?=^```$)/m, () => example)
    .replace(/(?<=<!-- providers -->\n\n)(\|.*\n)*/, providerTable)
  // `npx vitest run test/readme.test.ts --update` writes it as it should be.
  await expect(whole).toMatchFileSnapshot(join(root, 'README.md'))
})

test('every command has an example', () => {
  const without = commands
    .map(({ path }) => path)
    .filter((path) => !new RegExp(`hooks ${path}\\b`).test(examples))
  expect(without).toEqual([])
})

test('it names no flag that no command has', async () => {
  const all = await Promise.all(commands.map(({ flags }) => flags()))
  const others = ['--json', '--help', '--version', '--save-dev']
  expect(flagsIn(readme).filter((flag) => ![...all.flat(), ...others].includes(flag))).toEqual([])
})

test.each(commands)(
  'the help of $path names all of its flags, and ends with examples',
  async ({ path, flags }) => {
    const host = testHost()
    expect(await main([...path.split(' '), '--help'], host.context)).toBe(exitCodes.ok)
    const [usage = '', shown = ''] = host.out().split('\nExamples:\n')
    expect(flagsIn(usage)).toEqual(expect.arrayContaining([...(await flags()), '--json', '--help']))
    expect(shown).toContain(`hooks ${path}`)
  },
)

test('it lists the exit codes, the reasons and the settings', () => {
  const rows = (title: string): string[] =>
    [...readme.matchAll(/^\| (\S+) \|/gm)].map(([, cell = '']) => cell).filter((cell) => cell !== title)
  expect(rows('code')).toEqual(expect.arrayContaining(Object.values(exitCodes).map(String)))
  const settings = Object.keys(settingNames).map((name) =>
    /(secret|key)s$/i.test(name) ? `${name}.NAME` : name,
  )
  expect(rows('setting')).toEqual(expect.arrayContaining(settings.map((name) => `\`${name}\``)))
  expect(reasons.filter((reason) => !readme.includes(`\`${reason}\``))).toEqual([])
})
