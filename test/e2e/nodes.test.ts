import { expect, test } from 'vitest'
import packageFacts from '../../package.json' with { type: 'json' }
import { masked } from './support/masked.ts'
import { user } from './support/user.ts'

// HOOKS_TEST_NODES=/path/to/node:/path/to/another tries them too.
const nodes = [process.execPath, ...(process.env.HOOKS_TEST_NODES?.split(':') ?? [])]

test.each(nodes)('%s runs the program, and says nothing of its own', async (node) => {
  const { hooks, start, home } = user()
  const said: Record<string, unknown> = {}
  const on = async (line: string, more = ''): Promise<string> => {
    const { exit, out, err } = await hooks([...line.split(' '), ...more.split(' ').filter(Boolean)], { node })
    said[line] = [exit, masked(err.replace(home, '~'))]
    return out
  }
  expect(await on('--version')).toBe(`${packageFacts.version}\n`)
  await on('--help')
  await on('demo')
  await on('config set port 0')
  const listening = start(['listen', '--secret', 's', '--json'], { node })
  const [url] = await listening.until(/http:[^"]+/)
  await on('trigger job.completed --secret s', `--to ${url}`)
  await on('replay --last 1 --secret s', `--to ${url}`)
  listening.signal('SIGINT')
  const { exit, err } = await listening.ended
  said.listen = [exit, masked(err)]
  await on('deliveries export --as jsonl --reveal --output kept.jsonl')
  await on('deliveries import kept.jsonl')
  await on('providers show firma')
  expect(said).toMatchInlineSnapshot(`
    {
      "--help": [
        0,
        "",
      ],
      "--version": [
        0,
        "",
      ],
      "config set port 0": [
        0,
        "port is set in ~/config/hooks/config.json
    ",
      ],
      "deliveries export --as jsonl --reveal --output kept.jsonl": [
        0,
        "4 written to kept.jsonl
    ",
      ],
      "deliveries import kept.jsonl": [
        0,
        "",
      ],
      "demo": [
        0,
        "
    A receiver listens on http://127.0.0.1:<port>. Each provider sends it an event, signed in its own way:

    The same with one character of the signature changed:

    One event sent twice, as every provider does now and then:

    The first delivery again, out of what was kept, signed afresh:
    ",
      ],
      "listen": [
        0,
        "",
      ],
      "providers show firma": [
        0,
        "",
      ],
      "replay --last 1 --secret s": [
        0,
        "",
      ],
      "trigger job.completed --secret s": [
        0,
        "",
      ],
    }
  `)
})

test('what one Node has kept, each other one reads and adds to', async () => {
  const { hooks } = user()
  const on = (node: string, line: string) => hooks(line.split(' '), { node })
  for (const [before, node] of nodes.entries()) {
    expect(JSON.parse((await on(node, 'deliveries list --json')).out)).toHaveLength(before)
    expect((await on(node, 'trigger job.completed --to http://127.0.0.1:1 --secret s')).exit).toBe(3)
  }
  const lists = nodes.map(async (node) => (await on(node, 'deliveries list')).out)
  const [first, ...others] = await Promise.all(lists)
  expect(first?.split('\n')).toHaveLength(nodes.length + 1)
  expect(others).toEqual(others.map(() => first))
})
