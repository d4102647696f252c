import Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { Taken } from '../support/handler.ts'
import { begin, changingHandler, headersOf, openBox } from './support/box.ts'

const header = 'x-firma-signature'

/** Whether an independent verifier accepts a delivery with a secret, at the time at which it was signed. */
function accepts(taken: Taken, { secret, name = header, at }: { secret: string; name?: string; at: number }) {
  const signature = headersOf(taken)[name] ?? ''
  const { signature: judge } = Stripe.webhooks
  if (!judge) throw new Error('the judge has gone')
  try {
    return judge.verifyHeader(taken.body, signature, secret, 1, undefined, at)
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false
    throw error
  }
}

test('a day on a clock that is moved by hand', async () => {
  const started = performance.now()
  const handler = await changingHandler()
  const box = await openBox('firma')
  const secretOf = (): string => box.platform.core.ledger.get('secret', 'company')?.current ?? ''
  const first = secretOf()

  // It is registered, and tested at once.
  const created = await box.call('POST /webhooks', {
    url: handler.url,
    events: ['signing_request.completed'],
    description: 'of the test',
  })
  expect(created).toMatchObject({ status: 201, body: { enabled: true, consecutive_failures: 0 } })
  expect(created.body).not.toHaveProperty('secret')
  expect(handler.taken.map((taken) => headersOf(taken)['x-firma-event'])).toEqual(['webhook.test'])

  // Sixty events fail, at ten a minute: fifty failures in a row are enough.
  handler.answer(500)
  for (let minute = 0; minute < 6; minute++) {
    await box.platform.emit({ type: 'signing_request.completed', count: 10 })
    await box.platform.advance('1m')
  }
  const { id } = created.body
  const disabled = await box.call(`GET /webhooks/${id}`)
  expect(disabled.body).toMatchObject({ enabled: false, consecutive_failures: 50 })
  expect(handler.taken).toHaveLength(1 + 50)
  await box.platform.advance('2h')
  expect(handler.taken).toHaveLength(1 + 50)

  // It is enabled again, and starts anew.
  handler.answer(200)
  const enabled = await box.call(`PUT /webhooks/${id}`, { enabled: true })
  expect(enabled.body).toMatchObject({ enabled: true, consecutive_failures: 0, auto_disabled_at: null })
  await box.platform.emit({ type: 'signing_request.completed' })
  expect(handler.taken).toHaveLength(52)

  // Both secrets sign for a day after a rotation.
  const { body: rotated } = await box.call('POST /webhooks/rotate-secret')
  expect(rotated).toMatchObject({ new_secret: secretOf(), grace_period_hours: 24 })
  await box.platform.emit({ type: 'signing_request.completed' })
  await box.platform.advance('23h59m59s')
  await box.platform.emit({ type: 'signing_request.completed' })
  const both = handler.taken.slice(-2)
  await box.platform.advance('1s')
  await box.platform.emit({ type: 'signing_request.completed' })
  const after = handler.taken.at(-1)

  const times = box.told.flatMap((told) => (told.kind === 'attempt' ? [told.attempt.at] : []))
  expect(times).toHaveLength(handler.taken.length)
  const verdicts = handler.taken.map((taken, at) =>
    accepts(taken, { secret: at < 52 ? first : secretOf(), at: times[at] ?? 0 }),
  )
  expect(verdicts).toEqual(handler.taken.map(() => true))
  for (const [at, taken] of both.entries()) {
    const time = times.at(-3 + at) ?? 0
    expect(accepts(taken, { secret: first, name: `${header}-old`, at: time })).toBe(true)
  }
  expect(headersOf(after ?? { headers: [] })).not.toHaveProperty(`${header}-old`)
  expect(times.at(-1)).toBe(Date.parse(begin) + (6 + 120) * 60_000 + 86_400_000)
  expect(performance.now() - started).toBeLessThan(1_000)
})
