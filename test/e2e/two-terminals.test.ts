import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { masked } from './support/masked.ts'
import { written } from './support/ready.ts'
import type { Ended } from './support/running.ts'
import { onLinux, user } from './support/user.ts'

const shown = ({ exit, out, err }: Ended): Ended => ({ exit, out: masked(out), err: masked(err) })

test('one terminal listens, the other triggers and replays', async () => {
  const { start, hooks, json } = user()
  const listening = start(['listen', '--secret', 'whsec_demo', '--port', '0'])
  const [url = ''] = await listening.until(/http:\S+/)

  const to = ['--to', `${url}/hooks`, '--secret', 'whsec_demo']
  expect(shown(await hooks(['trigger', 'job.completed', ...to]))).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "accepted	200	<ms>	job.completed	evt_<id>	firsthand	http://127.0.0.1:<port>/hooks
      {
        "received": "dlv_<id>"
      }
    ",
    }
  `)
  const [{ eventId }] = await json('deliveries', 'list')
  expect(shown(await hooks(['replay', eventId, ...to]))).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "accepted	200	<ms>	job.completed	evt_<id>	firsthand	http://127.0.0.1:<port>/hooks
      {
        "received": "dlv_<id>"
      }
    ",
    }
  `)
  expect(shown(await hooks(['trigger', 'job.completed', ...to, '--tamper', 'body']))).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 1,
      "out": "refused	401	<ms>	job.completed	evt_<id>	firsthand	http://127.0.0.1:<port>/hooks
      {
        "error": "wrong-signature",
        "message": "no known secret gives the signature in X-FirstHand-Signature for this body",
        "received": "dlv_<id>"
      }
      It was spoilt (body), so the handler is right to refuse it: with --expect-status 4xx that counts as success.
    ",
    }
  `)

  listening.signal('SIGINT')
  expect(shown(await listening.ended)).toMatchInlineSnapshot(`
    {
      "err": "http://127.0.0.1:<port>   verifying with --secret   Ctrl-C stops


    3 received, 2 verified, 1 refused, 1 duplicate. All are kept: hooks deliveries list
    ",
      "exit": 0,
      "out": "<time>	verified	job.completed	evt_<id>	firsthand	408	200	<ms>	
    <time>	verified	job.completed	evt_<id>	firsthand	408	200	<ms>	duplicate of <time>
    <time>	wrong-signature	job.completed	evt_<id>	firsthand	408	401	<ms>	wrong-signature: no known secret gives the signature in X-FirstHand-Signature for this body
    ",
    }
  `)
  expect(masked((await hooks(['deliveries', 'list'])).out)).toMatchInlineSnapshot(`
    "<time>	out	accepted	job.completed	evt_<id>	200	firsthand	408	dlv_<id>	
    <time>	in	verified	job.completed	evt_<id>	200	firsthand	408	dlv_<id>	
    <time>	out	accepted	job.completed	evt_<id>	200	firsthand	408	dlv_<id>	replay
    <time>	in	verified	job.completed	evt_<id>	200	firsthand	408	dlv_<id>	duplicate
    <time>	out	refused	job.completed	evt_<id>	401	firsthand	408	dlv_<id>	
    <time>	in	wrong-signature	job.completed	evt_<id>	401	firsthand	408	dlv_<id>	
    "
  `)
})

onLinux('on a terminal it is drawn for people, and Ctrl-C ends it', async () => {
  const { onTerminal, hooks } = user()
  const listening = onTerminal(['listen', '--secret', 'whsec_demo', '--port', '0'])
  const [url = ''] = await listening.until(/http:\/\/[\d.:]+/)
  const sent = onTerminal(['trigger', 'job.completed', '--to', `${url}/hooks`, '--secret', 'whsec_demo'])
  expect(shown(await sent.ended)).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "[32m✓[39m [32maccepted[39m  200 <n> ms   job.completed  evt_<id>  firsthand [2m→[22m http://127.0.0.1:<port>/hooks
      {
        [2m"received"[22m: "dlv_<id>"
      }
    ",
    }
  `)
  await listening.until('job.completed')
  listening.type('\x03')
  expect(shown(await listening.ended)).toMatchInlineSnapshot(`
    {
      "err": "",
      "exit": 0,
      "out": "● [1mhttp://127.0.0.1:<port>[22m   verifying with --secret   [2mCtrl-C stops[22m

    [2m<clock>[22m  [32m✓[39m job.completed           evt_<short id>  [2mfirsthand[22m  [2m   408 B[22m  [32m  200[39m  [2m <n> ms[22m
    ^C
    1 received, 1 verified, 0 refused. All are kept: hooks deliveries list
    ",
    }
  `)
  expect((await hooks(['deliveries', 'stats'])).exit).toBe(0)
})

test('a script waits for the ready file, and is told what came as NDJSON', async () => {
  const { start, hooks, home } = user()
  const ready = join(home, 'ready')
  const announced = written(ready)
  const listening = start(['listen', '--port', '0', '--json', '--ready-file', ready, '--secret', 's'])
  const url = (await announced).trim()
  const mode = statSync(ready).mode & 0o777
  const sent = await hooks(['trigger', 'media.created', '--to', url, '--secret', 's', '--json'])
  listening.signal('SIGTERM')
  const { exit, out, err } = await listening.ended
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { id, eventId } = lines[1]
  expect({ exit, lines, mode, readyAtTheEnd: existsSync(ready) }).toEqual({
    exit: 0,
    lines: [
      { kind: 'listening', url },
      {
        kind: 'delivery',
        id: expect.stringMatching(/^dlv_[0-9A-Z]{26}$/),
        at: expect.stringMatching(/Z$/),
        provider: 'pixelpatrol',
        eventId: JSON.parse(sent.out).eventId,
        type: 'media.created',
        verdict: { ok: true, key: 'current' },
        signature: { header: expect.any(String), scheme: expect.any(String) },
        answered: 200,
        bytes: expect.any(Number),
        duplicateOf: null,
        unknownType: false,
        durationMs: expect.any(Number),
      },
      { kind: 'stopped', received: 1, verified: 1, refused: 0, duplicates: 0 },
    ],
    mode: 0o600,
    readyAtTheEnd: false,
  })
  expect(JSON.parse(sent.out)).toMatchObject({
    kind: 'sent',
    outcome: 'accepted',
    eventId,
    response: { body: `${JSON.stringify({ received: id })}\n` },
  })
  expect(masked(err)).toMatchInlineSnapshot(`""`)
})
