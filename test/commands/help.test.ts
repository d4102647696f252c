import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/command-line/command.ts'
import { readCommandLine } from '../../src/command-line/program.ts'
import { table } from '../../src/commands/table.ts'
import { machine } from '../support/machine.ts'

/** The words of every command and of every group. */
const paths = (inner: Table, above = ''): string[] =>
  Object.entries(inner).flatMap(([name, { commands }]) => {
    const path = `${above}${name} `
    return [path, ...(commands ? paths(commands, path) : [])]
  })
const all = paths(table)

test('of the program and of every command', async () => {
  const here = machine()
  const pages: string[] = []
  for (const path of ['', ...all.filter((each) => !each.startsWith('__'))]) {
    const { exit, out, err } = await here.run(`${path}--help`)
    expect([path, exit, err]).toEqual([path, 0, ''])
    pages.push(`$ hooks ${path}--help\n${out}`)
  }
  await expect(pages.join('\n')).toMatchFileSnapshot('./__snapshots__/help.txt')
})

describe('asked for in other words', () => {
  test('-h, and no command at all', async () => {
    const here = machine()
    const page = await here.run('--help')
    expect(await here.run('-h')).toEqual(page)
    expect(await here.run('')).toEqual(page)
    expect(await here.run('trigger -h')).toEqual(await here.run('trigger --help'))
    expect(await here.run('trigger job.completed --to nowhere -h')).toEqual(await here.run('trigger --help'))
  })

  test('a group without its command', async () => {
    const here = machine()
    expect(await here.run('deliveries')).toEqual(await here.run('deliveries --help'))
  })

  test('-V and --version', async () => {
    const here = machine()
    expect(await here.run('--version')).toEqual({ exit: 0, out: '0.0.0-test\n', err: '' })
    expect(await here.run('-V')).toEqual(await here.run('--version'))
  })
})

test('every command has an example', async () => {
  const here = machine()
  const commands = all.filter((path) => !all.some((other) => other !== path && other.startsWith(path)))
  for (const path of commands)
    expect((await here.run(`${path}--help`)).out).toMatch(/\nExamples:\n +\S*.*hooks /)
})

test('every example can be read', async () => {
  for (const line of await exampleLines(table)) {
    const [, words = ''] = /hooks ([^|<>)]*)/.exec(line.replace(/^source <\((.*)\)$/, '$1')) ?? []
    const argv = [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
    await expect(readCommandLine(argv, table, ''), line).resolves.toMatchObject({ kind: 'command' })
  }
})

/** The examples of all commands. */
async function exampleLines(inner: Table): Promise<string[]> {
  const lines = await Promise.all(
    Object.values(inner).map(async ({ load, commands }) => {
      if (commands) return exampleLines(commands)
      const examples = (await load?.())?.examples ?? []
      return examples.map(({ line }) => line)
    }),
  )
  return lines.flat()
}
