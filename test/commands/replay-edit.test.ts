import { expect, test } from 'vitest'
import type { Context } from '../../src/context.ts'
import { verify } from '../../src/provider/verify.ts'
import { catalog } from '../provider/support/profiles.ts'
import { handler } from '../support/handler.ts'
import type { Machine } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const secret = 'the-secret'

interface Editing {
  readonly edit: Context['edit']
  /** What the editor was given, and what was discarded. */
  readonly given: string[]
  readonly discarded: string[]
}

/** An editor that makes this of a text. */
function editor(change: (text: string) => string): Editing {
  const given: string[] = []
  const discarded: string[] = []
  const edit: Context['edit'] = async (content, name) => {
    const text = Buffer.from(content).toString()
    given.push(text)
    const path = `/tmp/hooks-x/${name}`
    return { content: Buffer.from(change(text)), path, discard: async () => void discarded.push(path) }
  }
  return { edit, given, discarded }
}

/** A machine with one event, and an editor. */
async function withEvent(ports: Partial<Context> = {}): Promise<Machine> {
  const here = machine({ ports })
  const no = await handler(() => ({ status: 500 }))
  await here.run(`trigger job.completed --id evt_AAAAAA --secret ${secret} --to ${no.url}`)
  return here
}

const line = (to: string): string => `replay evt_AAAAAA --secret ${secret} --to ${to} --edit`

test('the payload as it is, changed by hand, signed afresh', async () => {
  const { edit, given, discarded } = editor((text) => text.replace('"completed"', '"by hand"'))
  const here = await withEvent({ edit })
  const to = await handler()
  const { exit, err } = await here.run(line(to.url))
  const [kept] = await here.json('deliveries list --json')
  const { request } = await here.json(`deliveries show ${kept.id} --json`)
  expect([exit, err, given, discarded]).toEqual([0, '', [request.body], ['/tmp/hooks-x/payload.json']])
  const [taken] = to.taken
  expect(JSON.parse(taken?.body.toString() ?? '').data.status).toBe('by hand')
  const signed = { ...request, headers: taken?.headers ?? [], body: taken?.body ?? new Uint8Array() }
  const secrets = { current: [secret], previous: [] }
  const profile = catalog.profile('firsthand')
  expect(verify(profile, { request: signed, secrets, now: here.clock.now() })).toEqual({
    ok: true,
    key: 'current',
  })
})

test('--set first, then by hand; each attempt of a schedule has what came of it', async () => {
  const { edit, given } = editor((text) => text.replace('"late"', '"later"'))
  const here = await withEvent({ edit })
  const statuses = [500, 200]
  const to = await handler(() => ({ status: statuses.shift() ?? 200 }))
  const { exit } = await here.run(`${line(to.url)} --set data.status=late --retry`)
  expect([exit, JSON.parse(given[0] ?? '').data.status]).toEqual([0, 'late'])
  expect(to.taken.map(({ body }) => JSON.parse(body.toString()).data.status)).toEqual(['later', 'later'])
})

test('the newline that an editor adds does not go along', async () => {
  const { edit } = editor((text) => `${text}\n`)
  const here = await withEvent({ edit })
  const to = await handler()
  const { err } = await here.run(line(to.url))
  expect([err, to.taken[0]?.body.toString().endsWith('}')]).toEqual(['The payload was not changed.\n', true])
})

test('what is no JSON any more is not sent, and is not lost', async () => {
  const { edit, discarded } = editor((text) => text.slice(1))
  const here = await withEvent({ edit })
  const to = await handler()
  const { exit, err } = await here.run(line(to.url))
  expect([exit, err.replace(/\([^)]+\)/, '(WHY)'), to.taken, discarded]).toEqual([
    2,
    'error: The payload is no JSON any more (WHY), so nothing was sent.\n  It is still in /tmp/hooks-x/payload.json. Mend it there, and send it with hooks trigger --body.\n',
    [],
    [],
  ])
})

test('without an editor or a terminal', async () => {
  const here = await withEvent()
  const to = await handler()
  expect(await here.run(line(to.url))).toMatchInlineSnapshot(`
    {
      "err": "error: There is no editor to change the payload in: --edit needs a terminal, and EDITOR set.
      Change single fields with --set PATH=VALUE.
    ",
      "exit": 2,
      "out": "",
    }
  `)
})

test.each([
  ['no secret is known', 'replay evt_AAAAAA --edit'],
  ['as it was received', `replay evt_AAAAAA --edit --as-received --secret ${secret}`],
  ['several', `replay evt_AAAAAA evt_AAAAAA --edit --secret ${secret}`],
])('not where it cannot be: %s', async (_title, flags) => {
  const { edit, given } = editor((text) => text)
  const here = await withEvent({ edit })
  const to = await handler()
  const { exit, err } = await here.run(`${flags} --to ${to.url}`)
  expect([exit, given, to.taken]).toEqual([2, [], []])
  expect(err.replaceAll(/dlv_\w+/g, 'dlv_X')).toMatchSnapshot()
})
