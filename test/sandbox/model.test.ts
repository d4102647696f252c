import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Box } from './support/box.ts'
import { changingHandler, openBox } from './support/box.ts'

const minute = 60_000
/** Delays before each attempt, in minutes, counted from the attempt before. */
const delays = [0, 1, 5, 30, 120]

interface Modelled {
  readonly event: number
  attempts: number
  due: number
  state: 'waiting' | 'delivered' | 'given-up' | 'endpoint-disabled'
}

/** What the sandbox should do: one endpoint, which is disabled when an event was given up. */
class Model {
  now = 0
  answer = 200
  exists = false
  enabled = true
  events = 0
  received = 0
  deliveries: Modelled[] = []

  emit(count: number): void {
    for (let each = 0; each < count; each++) {
      const event = this.events++
      if (!this.exists) continue
      const state = this.enabled ? 'waiting' : 'endpoint-disabled'
      this.deliveries.push({ event, attempts: 0, due: this.now, state })
    }
    this.advance(0)
  }

  advance(minutes: number): void {
    const until = this.now + minutes
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.now = next.due
      this.#attempt(next)
    }
    this.now = until
  }

  switch(on: boolean): void {
    this.enabled = on
    if (!on) this.#cancel()
  }

  #next(until: number): Modelled | undefined {
    const waiting = this.deliveries.filter(({ state, due }) => state === 'waiting' && due <= until)
    return waiting.sort((a, b) => a.due - b.due || a.event - b.event)[0]
  }

  #attempt(delivery: Modelled): void {
    this.received += 1
    delivery.attempts += 1
    if (this.answer === 200) delivery.state = 'delivered'
    else if (delivery.attempts < delays.length) delivery.due = this.now + (delays[delivery.attempts] ?? 0)
    else {
      delivery.state = 'given-up'
      this.switch(false)
    }
  }

  #cancel(): void {
    for (const delivery of this.deliveries) {
      if (delivery.state === 'waiting') delivery.state = 'endpoint-disabled'
    }
  }
}

interface Real {
  readonly box: Box
  readonly handler: Awaited<ReturnType<typeof changingHandler>>
  id: string
}

/** Does the same to both, and compares all that can be seen. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #text: string
  readonly #model: (model: Model) => void
  readonly #real: (real: Real) => Promise<unknown>

  constructor(text: string, model: (model: Model) => void, real: (real: Real) => Promise<unknown>) {
    this.#text = text
    this.#model = model
    this.#real = real
  }

  check = (): boolean => true

  async run(model: Model, real: Real): Promise<void> {
    this.#model(model)
    await this.#real(real)
    const { core } = real.box.platform
    const sendings = core.ledger.all('sending')
    expect(sendings.map(({ attempts, state }) => [attempts.length, state])).toEqual(
      model.deliveries.map(({ attempts, state }) => [attempts, state]),
    )
    expect(real.handler.taken).toHaveLength(model.received)
    const listed = (await real.box.call('GET /webhooks')).body.data
    expect(listed.map(({ enabled }: { enabled: boolean }) => enabled)).toEqual(
      model.exists ? [model.enabled] : [],
    )
  }

  toString = (): string => this.#text
}

const fields = { events: ['resource.created'], secret: 's3cret' }

const steps = [
  fc.integer({ min: 0, max: 200 }).map(
    (minutes) =>
      new Step(
        `${minutes} minutes later`,
        (model) => model.advance(minutes),
        ({ box }) => box.platform.advance(minutes * minute),
      ),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (count) =>
      new Step(
        `${count} events`,
        (model) => model.emit(count),
        ({ box }) => box.platform.emit({ type: 'resource.created', count }),
      ),
  ),
  fc.constantFrom(200, 500).map(
    (status) =>
      new Step(
        `the handler answers ${status}`,
        (model) => {
          model.answer = status
        },
        async ({ handler }) => handler.answer(status),
      ),
  ),
  fc.boolean().map(
    (enabled) =>
      new Step(
        enabled ? 'it is enabled' : 'it is disabled',
        (model) => (model.exists ? model.switch(enabled) : undefined),
        ({ box, id }) => box.call(`PATCH /webhooks/${id || 'wh_none'}`, { enabled }),
      ),
  ),
  fc.constant(
    new Step(
      'it is made',
      (model) => {
        if (!model.exists) model.enabled = true
        model.exists = true
      },
      async (real) => {
        if (real.id !== '') return
        const { body } = await real.box.call('POST /webhooks', { ...fields, url: real.handler.url })
        real.id = body.id
      },
    ),
  ),
  fc.constant(
    new Step(
      'it is deleted',
      (model) => {
        if (model.exists) model.switch(false)
        model.exists = false
      },
      async (real) => {
        const { status } = await real.box.call(`DELETE /webhooks/${real.id || 'wh_none'}`)
        expect(status).toBe(real.id === '' ? 404 : 204)
        real.id = ''
      },
    ),
  ),
]

test('it does what a small model of it does, whatever is done to it', async () => {
  const handler = await changingHandler()
  const box = await openBox('example')
  await fc.assert(
    fc
      .asyncProperty(fc.commands(steps, { maxCommands: 30 }), (commands) =>
        fc.asyncModelRun(() => ({ model: new Model(), real: { box, handler, id: '' } }), commands),
      )
      .beforeEach(async () => {
        await box.platform.reset()
        handler.answer(200)
        handler.taken.splice(0)
      }),
    { numRuns: 60 },
  )
}, 30_000)
