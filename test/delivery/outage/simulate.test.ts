import { expect, test } from 'vitest'
import type { Outage } from '../../../src/delivery/outage/outage.ts'
import { simulateOutage } from '../../../src/delivery/outage/simulate.ts'
import { patient } from './support/outages.ts'

const minute = 60_000

/** An event a minute: the handler is down at 0, 1 and 2 minutes. */
const short: Outage = {
  policy: patient,
  lastsMs: 3 * minute,
  rate: { events: 1, perMs: minute },
  forMs: 6 * minute,
  failRate: 0,
  seed: '1',
}

const never = () => Promise.reject(new Error('It is short.'))

const simulate = async (outage: Outage) => {
  const { curve, ...report } = await simulateOutage(outage, never)
  return {
    ...report,
    steps: curve.waiting.length,
    waitedAtMost: Math.max(...curve.waiting),
    lostAtLast: curve.lost.at(-1),
  }
}

test('an outage that the schedule outlasts: all come, some late', async () => {
  // Event 0 is tried at 0, 1 and 6 minutes, event 1 at 1, 2 and 7, event 2 at 2 and 3.
  expect(await simulate(short)).toEqual({
    events: 6,
    attempts: 3 + 3 + 2 + 3,
    atOnce: 3,
    late: { events: 3, medianMs: 6 * minute, p95Ms: 6 * minute, maxMs: 6 * minute },
    lost: { events: 0, givenUp: 0, stopped: 0, cancelled: 0, dropped: 0, deadLettered: 0 },
    waiting: 0,
    changes: [],
    changeCount: 0,
    backlog: { most: 3, atMs: 2 * minute },
    burst: { attempts: 2, atMs: 3 * minute },
    workedOffMs: 7 * minute,
    steps: 211,
    waitedAtMost: 3,
    lostAtLast: 0,
  })
})

test('an outage that outlasts the schedule: what is given up is lost', async () => {
  const report = await simulate({ ...short, lastsMs: 60 * minute, forMs: 60 * minute })
  expect(report).toMatchObject({
    events: 60,
    atOnce: 0,
    late: { events: 36, medianMs: 36 * minute, maxMs: 36 * minute },
    lost: { events: 24, givenUp: 24 },
    workedOffMs: (53 + 36) * minute,
  })
})

test('an endpoint that is disabled: what waits is lost, and what happens then', async () => {
  const policy = { ...patient, health: { ...patient.health, consecutiveFailures: 3 } }
  expect(await simulate({ ...short, policy })).toMatchObject({
    attempts: 3,
    lost: { events: 6, cancelled: 2, dropped: 4 },
    waiting: 0,
    changes: [{ to: 'disabled', at: minute, because: 'consecutive-failures', until: undefined }],
    lostAtLast: 6,
    workedOffMs: 2 * minute,
  })
})

test('one that keeps what happens meanwhile: it waits until somebody enables it', async () => {
  const health = {
    ...patient.health,
    consecutiveFailures: 3,
    newEvents: 'queued',
    retries: 'paused',
  } as const
  expect(await simulate({ ...short, policy: { ...patient, health } })).toMatchObject({
    lost: { events: 0 },
    waiting: 6,
    backlog: { most: 6, atMs: 5 * minute },
    workedOffMs: null,
  })
})

test('the seed decides on what fails by chance, and nothing else does', async () => {
  const outage = { ...short, forMs: 6_000 * minute, failRate: 0.05 }
  const [first, again, other] = await Promise.all([outage, outage, { ...outage, seed: '2' }].map(simulate))
  expect(again).toEqual(first)
  expect(other?.late).not.toEqual(first?.late)
  expect(first?.late.events).toBeGreaterThan(250)
  expect(first?.late.events).toBeLessThan(350)
})

test('a long one rests now and then', async () => {
  let pauses = 0
  const pause = async (): Promise<void> => void pauses++
  const report = await simulateOutage({ ...short, rate: { events: 400_000, perMs: 6 * minute } }, pause)
  expect([report.events, pauses > 0]).toEqual([400_000, true])
})
