import { describe, expect, test } from 'vitest'
import { withDeliveries } from '../support/kept.ts'
import { machine } from '../support/machine.ts'

test.each(['bash', 'zsh', 'fish'])('the script for %s', async (shell) => {
  const { exit, out, err } = await machine().run(`completion ${shell}`)
  expect([exit, err]).toEqual([0, ''])
  expect(out).toMatchSnapshot()
})

test('a shell that there is not', async () => {
  expect(await machine().run('completion tcsh')).toMatchInlineSnapshot(`
    {
      "err": "error: SHELL takes one of bash, zsh, fish, not 'tcsh'.
      Did you mean bash or fish or zsh?
    ",
      "exit": 2,
      "out": "",
    }
  `)
  expect((await machine().run('completion')).exit).toBe(2)
})

/** What may stand next, after these words. */
async function offered(words: string[], here = machine()): Promise<string[]> {
  const { exit, out, err } = await here.run('__complete --', ...words)
  expect([exit, err]).toEqual([0, ''])
  return out.split('\n').filter(Boolean)
}
const firsts = (lines: string[]): string[] => lines.map((line) => line.split('\t')[0] ?? '')

describe('what may stand next', () => {
  test('a command', async () => {
    expect(await offered([''])).toMatchInlineSnapshot(`
      [
        "listen	receive webhooks: verify, show and keep them",
        "trigger	send a signed event to a handler",
        "replay	send kept deliveries again",
        "schedule	a provider's retries on a time line, and what an outage costs",
        "verify	say whether a signature is right, and why not",
        "sign	print the headers that a provider would sign a body with",
        "deliveries	look at what is kept",
        "sandbox	a provider's webhook platform on this machine: its API, and real deliveries",
        "providers	what is known of the providers",
        "endpoints	the webhooks that are registered at a provider",
        "config	your own settings",
        "completion	print the completion script for bash, zsh or fish",
        "demo	everything above on this machine, in a few seconds",
      ]
    `)
    expect(await offered(['de'])).toMatchInlineSnapshot(`
      [
        "deliveries	look at what is kept",
        "demo	everything above on this machine, in a few seconds",
      ]
    `)
    expect(await offered(['deliveries', ''])).toMatchInlineSnapshot(`
      [
        "list	the newest deliveries, a line each",
        "show	one delivery whole: request, verdict, attempts",
        "diff	what differs between two deliveries",
        "export	write deliveries as jsonl, curl, har or fixture",
        "import	take in what was exported as jsonl",
        "tail	show deliveries as they are kept, by whichever process",
        "prune	forget what is older than a time",
        "stats	how many are kept, of which types",
      ]
    `)
    expect(await offered(['deliveries', 'st'])).toMatchInlineSnapshot(`
      [
        "stats	how many are kept, of which types",
      ]
    `)
  })

  test('a flag', async () => {
    expect(firsts(await offered(['trigger', '--']))).toMatchInlineSnapshot(`
      [
        "--to",
        "--expect-status",
        "--expect-body",
        "--within",
        "--provider",
        "--secret",
        "--secret-file",
        "--old-secret",
        "--endpoint",
        "--set",
        "--add",
        "--body",
        "--id",
        "--at",
        "--seed",
        "--url",
        "--header",
        "--force",
        "--tamper",
        "--retry",
        "--clock",
        "--schedule",
        "--sign-time",
        "--as",
        "--dry-run",
        "--json",
        "--help",
      ]
    `)
    expect(firsts(await offered(['trigger', '--exp']))).toEqual(['--expect-status', '--expect-body'])
    expect(await offered(['deliveries', 'prune', '-'])).toMatchInlineSnapshot(`
      [
        "--older-than	what was kept longer ago: 30d",
        "--json	print JSON",
        "--help	show all of this",
      ]
    `)
  })

  test('an event type: of all, or of the provider that stands there', async () => {
    expect(firsts(await offered(['trigger', 'job.']))).toMatchInlineSnapshot(`
      [
        "job.cancelled",
        "job.completed",
        "job.flagged",
      ]
    `)
    expect(firsts(await offered(['trigger', '--provider', 'example', 'user.']))).toEqual([
      'user.created',
      'user.updated',
    ])
    expect(firsts(await offered(['trigger', '--to', 'http://localhost', 'payment.']))).toEqual([
      'payment.failed',
      'payment.succeeded',
    ])
  })

  test('a provider', async () => {
    const firma = ['firma', 'firma@2026-04', 'firma@2026-08']
    expect(firsts(await offered(['listen', '--provider', 'firm']))).toEqual(firma)
    expect(firsts(await offered(['providers', 'show', 'firm']))).toEqual(firma)
  })

  test('a choice', async () => {
    expect(firsts(await offered(['completion', '']))).toEqual(['bash', 'zsh', 'fish'])
    expect(firsts(await offered(['trigger', 'a', '--tamper', '']))).toMatchInlineSnapshot(`
      [
        "signature",
        "body",
        "timestamp",
        "missing",
        "secret",
      ]
    `)
    expect(firsts(await offered(['deliveries', 'export', '--as', '']))).toEqual([
      'jsonl',
      'curl',
      'har',
      'fixture',
    ])
  })

  test('an id of what is kept, the newest first', async () => {
    const here = await withDeliveries()
    expect(await offered(['replay', 'evt_'], here)).toMatchInlineSnapshot(`
      [
        "evt_FIRST	job.completed",
        "evt_NOBODY	user.updated",
        "evt_FAILED	payment.failed",
        "evt_SENT01	user.created",
        "evt_UNKNOWN	user.renamed",
        "evt_REFUSED	job.cancelled",
      ]
    `)
    expect(firsts(await offered(['replay', 'evt_FIRST', 'evt_S'], here))).toEqual(['evt_SENT01'])
    expect(firsts(await offered(['deliveries', 'diff', 'evt_FIRST', 'evt_F'], here))).toEqual([
      'evt_FIRST',
      'evt_FAILED',
    ])
    const [{ id }] = await here.json('deliveries list --json')
    expect(await offered(['verify', id.slice(0, 14)], here)).toEqual([`${id}\tjob.completed`])
  })

  test('a file: nothing, so that the shell offers its own', async () => {
    expect(await offered(['deliveries', 'import', ''])).toEqual([])
    expect(await offered(['trigger', '--body', ''])).toEqual([])
    expect(await offered(['trigger', '--secret', ''])).toEqual([])
  })

  test('flags, where no argument may stand', async () => {
    expect(firsts(await offered(['deliveries', 'list', '']))).toMatchInlineSnapshot(`
      [
        "--type",
        "--provider",
        "--direction",
        "--verdict",
        "--since",
        "--limit",
        "--json",
        "--help",
      ]
    `)
    expect(firsts(await offered(['trigger', 'job.completed', '']))).toEqual(
      firsts(await offered(['trigger', '--'])),
    )
  })

  test('nothing, where nothing can be known', async () => {
    expect(await offered(['nope', ''])).toEqual([])
    expect(await offered(['deliveries', 'nope', ''])).toEqual([])
    expect(await offered([])).toEqual(await offered(['']))
    expect(await offered(['constructor', ''])).toEqual([])
  })

  test('what is hidden is not offered', async () => {
    expect(firsts(await offered(['__']))).toEqual([])
  })
})
