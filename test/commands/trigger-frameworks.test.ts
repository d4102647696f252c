import { verify as verifyPrefixed } from '@octokit/webhooks-methods'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import type { Judge } from '../support/frameworks.ts'
import { frameworks } from '../support/frameworks.ts'
import type { Machine } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const secret = 'whsec_the-secret'
const { webhooks } = new Stripe('sk_test_x')

/** The official library for `t=,v1=`, at the time of the machine. */
const stripeAt =
  ({ clock }: Machine): Judge =>
  (body, header) => {
    try {
      const signature = header('X-FirstHand-Signature') ?? ''
      return webhooks.constructEvent(body, signature, secret, 300, undefined, clock.now()) !== undefined
    } catch {
      return false
    }
  }

/** The official library for `sha256=`. */
const octokit: Judge = async (body, header) =>
  verifyPrefixed(secret, body.toString(), header('X-HeadshotPro-Signature') ?? 'none')

const refused = '--expect-status 401'

describe.each(frameworks)('a handler in %s with the official library', (_, framework) => {
  test.each([
    ['takes what is genuine', ''],
    ['takes a changed payload, signed', '--set data.status=Zoë'],
    ['takes what is repeatable', '--seed 1'],
    ['refuses a changed signature', `--tamper signature ${refused}`],
    ['refuses a changed body', `--tamper body ${refused}`],
    ['refuses an old timestamp', `--tamper timestamp ${refused}`],
    ['refuses a missing signature', `--tamper missing ${refused}`],
    ['refuses another secret', `--tamper secret ${refused}`],
  ])('%s', async (_, flags) => {
    const here = machine()
    const url = await framework(stripeAt(here))
    const { exit, out } = await here.run(`trigger job.completed --secret ${secret} --to ${url} ${flags}`)
    const status = flags.includes('401') ? '401' : '204'
    expect([exit, out.split('\t')[1]]).toEqual([0, status])
  })

  test('takes bytes of any kind', async () => {
    const body = Buffer.from('{"type":"job.completed",\n "ü": "\\u00e9", "n": 12345678901234567890.10}\r\n')
    const here = machine({ files: { body } })
    const url = await framework(stripeAt(here))
    const { exit } = await here.run(`trigger job.completed --secret ${secret} --to ${url} --body body`)
    expect(exit).toBe(0)
  })

  test('says no to what is wrong, and so does the exit code', async () => {
    const here = machine()
    const url = await framework(stripeAt(here))
    const { exit } = await here.run(`trigger job.completed --secret ${secret} --to ${url} --tamper body`)
    expect(exit).toBe(1)
  })
})

test.each([
  ['genuine', '', 204],
  ['signature', '--tamper signature', 401],
  ['body', '--tamper body', 401],
  ['missing', '--tamper missing', 401],
  ['secret', '--tamper secret', 401],
])('a handler that judges sha256= by the official library: %s', async (_, flags, status) => {
  const [[, framework] = []] = frameworks
  const url = await framework?.(octokit)
  const { exit } = await machine().run(
    `trigger model.created --secret ${secret} --to ${url} --expect-status ${status} ${flags}`,
  )
  expect(exit).toBe(0)
})
