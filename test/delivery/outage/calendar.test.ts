import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Calendar } from '../../../src/delivery/outage/calendar.ts'

const jobs = 60

/** Each job is put in once, so much after the time that has come; between them jobs are taken out. */
const steps = fc.array(
  fc.record({
    ahead: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100_000 })),
    takes: fc.nat(3),
  }),
  { maxLength: jobs },
)

test('jobs come out by their time, then by their number', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 50_000 }), (all, spanMs) => {
      const calendar = new Calendar(new Float64Array(jobs), { jobs, spanMs })
      const inside: { job: number; at: number }[] = []
      let now = 0
      const take = (): void => {
        inside.sort((a, b) => a.at - b.at || a.job - b.job)
        const first = inside.shift()
        expect([calendar.nextAt, calendar.take()]).toEqual([
          first?.at ?? Number.POSITIVE_INFINITY,
          first?.job ?? -1,
        ])
        now = first?.at ?? now
      }
      for (const [job, { ahead, takes }] of all.entries()) {
        calendar.put(job, now + ahead)
        inside.push({ job, at: now + ahead })
        for (let taken = 0; taken < takes; taken++) take()
      }
      while (inside.length > 0) take()
      take()
    }),
  )
})

test('those that are due until a time are taken out together', () => {
  const calendar = new Calendar(new Float64Array(5), { jobs: 5, spanMs: 100 })
  for (const [job, at] of [30, 10, 9_000, 20, 10].entries()) calendar.put(job, at)
  expect(calendar.drain(20)).toEqual([1, 4, 3])
  expect(calendar.drain(Number.POSITIVE_INFINITY)).toEqual([0, 2])
  expect(calendar.nextAt).toBe(Number.POSITIVE_INFINITY)
})

test('many jobs of one time come out by their number', () => {
  const calendar = new Calendar(new Float64Array(1_000), { jobs: 1_000, spanMs: 60_000 })
  for (let job = 999; job >= 0; job--) calendar.put(job, 500)
  expect(calendar.drain(500)).toEqual(Array.from({ length: 1_000 }, (_, job) => job))
})
