import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/http/body.ts'
import { headerValue } from '../../src/http/headers.ts'
import type { Taken } from '../support/handler.ts'
import { handler } from '../support/handler.ts'
import { machine } from '../support/machine.ts'
import { stripe } from './support/judges.ts'
import { standardwebhooks, stripeEvents } from './support/package-judges.ts'

// The attempts of one event, sent over HTTP, are judged at the time at which each was signed.

const shared = `whsec_${Buffer.from('the secret of an endpoint').toString('base64')}`

interface Case {
  readonly line: string
  readonly judge: { rule(asked: Taken & { secret: string; now: number; url: string }): Promise<string> }
  readonly attempts: number
  /** Where the id of an attempt stands, where the provider has such, and that of the event, where it stands in a header. */
  readonly attemptId?: string
  readonly eventId?: string
}

const cases: readonly Case[] = [
  {
    line: 'signing_request.created --provider firma',
    judge: stripe('X-Firma-Signature'),
    attempts: 6,
    attemptId: 'X-Firma-Delivery',
  },
  {
    line: 'job.completed --provider firsthand',
    judge: stripe('X-FirstHand-Signature'),
    attempts: 6,
    eventId: 'X-FirstHand-Event-Id',
  },
  { line: 'payment_intent.succeeded --provider stripe', judge: stripeEvents, attempts: 6 },
  {
    line: 'contact.created --force --provider standard-webhooks',
    judge: standardwebhooks,
    attempts: 6,
    eventId: 'webhook-id',
  },
]

describe.each(cases)('$line', ({ line, judge, attempts, attemptId, eventId }) => {
  test.each([
    ['now', (start: number) => start],
    ['virtual', (start: number, at: number) => start + at],
  ])('each attempt is accepted at its time: --sign-time %s', async (signTime, timeOf) => {
    const here = machine()
    const to = await handler(() => ({ status: 500 }))
    const ran = await here.run(
      `trigger ${line} --secret ${shared} --to ${to.url}/hooks --retry --schedule 0,1m,5m,30m,2h,8h --sign-time ${signTime} --json`,
    )
    const offsets = ran.out
      .split('\n')
      .filter((each) => each.includes('"kind":"attempt"'))
      .map((each) => Number(JSON.parse(each).at))
    const start = here.clock.now()
    const rulings = to.taken.map((taken, at) =>
      judge.rule({ ...taken, url: `${to.url}/hooks`, secret: shared, now: timeOf(start, offsets[at] ?? 0) }),
    )
    expect(await Promise.all(rulings)).toEqual(Array(attempts).fill('accepts'))
    const hour = 3_600_000
    const late = judge.rule({
      ...(to.taken[0] as Taken),
      url: `${to.url}/hooks`,
      secret: shared,
      now: start + hour,
    })
    expect(await late).toBe('refuses')
  })

  test('one event, and as many attempts as there are', async () => {
    const to = await handler(() => ({ status: 500 }))
    await machine().run(
      `trigger ${line} --secret ${shared} --to ${to.url} --retry --schedule 0,1m,5m,30m,2h,8h`,
    )
    const idsIn = (name: string | undefined): number =>
      new Set(to.taken.map(({ headers }) => headerValue(headers, name ?? ''))).size
    expect({
      bodies: new Set(to.taken.map(({ body }) => JSON.stringify(readJson(body)))).size,
      events: idsIn(eventId),
      attempts: attemptId === undefined ? attempts : idsIn(attemptId),
    }).toEqual({ bodies: 1, events: 1, attempts })
  })
})
