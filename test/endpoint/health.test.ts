import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EndpointChange, EndpointHealth, HealthRules, Turn } from '../../src/endpoint/health.ts'
import { afterAttempt, afterGivenUp, disable, enable, newEndpoint } from '../../src/endpoint/health.ts'

const none: HealthRules = {
  consecutiveFailures: undefined,
  failedEvents: undefined,
  failingForMs: undefined,
  ratio: undefined,
  temporary: undefined,
}

type Step = (health: EndpointHealth, rules: HealthRules) => Turn

const failed =
  (at: number): Step =>
  (health, rules) =>
    afterAttempt(health, { at, ok: false, probe: false }, rules)
const succeeded =
  (at: number): Step =>
  (health, rules) =>
    afterAttempt(health, { at, ok: true, probe: false }, rules)
const probed =
  (at: number, ok: boolean): Step =>
  (health, rules) =>
    afterAttempt(health, { at, ok, probe: true }, rules)
const gaveUp =
  (at: number): Step =>
  (health, rules) =>
    afterGivenUp(health, at, rules)
const enabled =
  (at: number): Step =>
  (health) =>
    enable(health, at)
const disabled =
  (at: number, because: EndpointChange['because']): Step =>
  (health) =>
    disable(health, at, because)

function go(rules: Partial<HealthRules>, ...steps: Step[]) {
  let health = newEndpoint
  const changes: EndpointChange[] = []
  for (const step of steps) {
    const turn = step(health, { ...none, ...rules })
    health = turn.health
    if (turn.change) changes.push(turn.change)
  }
  return { health, changes }
}

const off = (at: number, because: EndpointChange['because'], until?: number): EndpointChange => ({
  to: until === undefined ? 'disabled' : 'off-for-a-while',
  at,
  because,
  until,
})

describe('it is switched off', () => {
  test.each<[string, Partial<HealthRules>, Step[], EndpointChange[]]>([
    ['never, without limits', {}, [failed(1), failed(2), gaveUp(2), failed(1e12)], []],
    [
      'at so many failures in a row',
      { consecutiveFailures: 2 },
      [failed(1), failed(2)],
      [off(2, 'consecutive-failures')],
    ],
    [
      'not where a success lies between',
      { consecutiveFailures: 2 },
      [failed(1), succeeded(2), failed(3)],
      [],
    ],
    [
      'at so many events in a row',
      { failedEvents: 2 },
      [gaveUp(1), failed(2), gaveUp(3)],
      [off(3, 'failed-events')],
    ],
    [
      'not where an event was delivered between',
      { failedEvents: 2 },
      [gaveUp(1), succeeded(2), gaveUp(3)],
      [],
    ],
    [
      'once it fails for so long',
      { failingForMs: 50 },
      [failed(1), failed(50), failed(51)],
      [off(51, 'failing-for')],
    ],
    [
      'not where it began to fail anew',
      { failingForMs: 50 },
      [failed(1), succeeded(50), failed(51), failed(100)],
      [],
    ],
    ['not by its first failure', { failingForMs: 0 }, [failed(1)], []],
    [
      'at a share of failures',
      { ratio: { failures: 0.5, withinMs: 60, volume: 4 } },
      [failed(1), failed(2), succeeded(3), failed(4)],
      [off(4, 'failure-ratio')],
    ],
    [
      'not by too few',
      { ratio: { failures: 0.5, withinMs: 60, volume: 4 } },
      [failed(1), failed(2), failed(3)],
      [],
    ],
    [
      'not by a smaller share',
      { ratio: { failures: 0.75, withinMs: 60, volume: 3 } },
      [failed(1), succeeded(2), failed(3)],
      [],
    ],
    [
      'not by what was before the window',
      { ratio: { failures: 0.5, withinMs: 60, volume: 3 } },
      [failed(0), failed(1), failed(61)],
      [],
    ],
    [
      'by what is just within it',
      { ratio: { failures: 0.5, withinMs: 60, volume: 3 } },
      [failed(1), failed(2), failed(60)],
      [off(60, 'failure-ratio')],
    ],
    ['by hand', {}, [disabled(5, 'by-hand')], [off(5, 'by-hand')]],
    [
      'once',
      { consecutiveFailures: 1 },
      [failed(1), failed(2), disabled(3, 'answer'), gaveUp(4)],
      [off(1, 'consecutive-failures')],
    ],
  ])('%s', (...[, rules, steps, changes]) => {
    expect(go(rules, ...steps).changes).toEqual(changes)
  })
})

describe('off for a while', () => {
  const rules = { consecutiveFailures: 2, temporary: { forMs: 60, factor: 2, capMs: 200 } }

  test('grows with each probe that fails, up to its cap, and ends with one that succeeds', () => {
    const { changes, health } = go(
      rules,
      failed(1),
      failed(2),
      probed(70, false),
      probed(200, false),
      probed(500, false),
      probed(800, true),
    )
    expect(changes).toEqual([
      off(2, 'consecutive-failures', 62),
      off(70, 'consecutive-failures', 190),
      off(200, 'consecutive-failures', 400),
      off(500, 'consecutive-failures', 700),
      { to: 'enabled', at: 800, because: 'time', until: undefined },
    ])
    expect(health).toEqual({ ...newEndpoint, lastFailureAt: 500, lastSuccessAt: 800, enabledAt: 800 })
  })

  test('is as short as at first after a success', () => {
    const { changes } = go(
      rules,
      failed(1),
      failed(2),
      probed(70, false),
      probed(200, true),
      failed(201),
      failed(202),
    )
    expect(changes.at(-1)).toEqual(off(202, 'consecutive-failures', 262))
  })

  test('is not made longer by what was under way before', () => {
    const { changes, health } = go(rules, failed(1), failed(2), failed(3), gaveUp(3))
    expect(changes).toEqual([off(2, 'consecutive-failures', 62)])
    expect(health).toMatchObject({ consecutiveFailures: 3, failedEventsInRow: 1, offSince: 2, timesOff: 1 })
  })

  test('ends with any success', () => {
    expect(go(rules, failed(1), failed(2), succeeded(3)).health).toMatchObject({
      state: 'enabled',
      enabledAt: 3,
    })
  })

  test('has begun with the first of them', () => {
    expect(go(rules, failed(1), failed(2), probed(70, false)).health).toMatchObject({
      offSince: 2,
      until: 190,
    })
  })

  test('may end for good', () => {
    const { changes, health } = go(rules, failed(1), failed(2), disabled(3, 'answer'))
    expect(changes).toEqual([off(2, 'consecutive-failures', 62), off(3, 'answer')])
    expect(health).toMatchObject({ state: 'disabled', offSince: 2, until: null })
  })

  test('without a cap never lasts beyond what a date can say', () => {
    const endless = { consecutiveFailures: 1, temporary: { forMs: 1e9, factor: 1e9, capMs: undefined } }
    const { changes } = go(endless, failed(0), probed(1, false), probed(2, false), probed(3, false))
    expect(changes.at(-1)?.until).toBe(3 + 2 ** 31 * 1_000)
  })
})

test('disabled it stays, whatever succeeds, until somebody enables it; then it starts anew', () => {
  const rules = {
    consecutiveFailures: 1,
    failedEvents: 5,
    failingForMs: 10,
    ratio: { failures: 0.1, withinMs: 99, volume: 9 },
  }
  const before = go(rules, gaveUp(0), failed(1), failed(2), succeeded(3), failed(4))
  expect(before.health.state).toBe('disabled')
  const { health, changes } = go(
    rules,
    gaveUp(0),
    failed(1),
    failed(2),
    succeeded(3),
    failed(4),
    enabled(9),
    enabled(10),
  )
  expect(health).toEqual({ ...newEndpoint, lastSuccessAt: 3, lastFailureAt: 4, enabledAt: 9 })
  expect(changes).toEqual([
    off(1, 'consecutive-failures'),
    { to: 'enabled', at: 9, because: 'by-hand', until: undefined },
  ])
})

test('enabled while it is: its failures are forgotten, and nothing is told', () => {
  const { health, changes } = go({}, failed(1), failed(2), enabled(3))
  expect([health, changes]).toEqual([{ ...newEndpoint, lastFailureAt: 2 }, []])
})

test('where failures are kept, the next one disables it again', () => {
  const keeping: Step = (health) => enable(health, 3, 'kept')
  const { health, changes } = go({ consecutiveFailures: 2 }, failed(1), failed(2), keeping, failed(4))
  expect(health).toMatchObject({ state: 'disabled', consecutiveFailures: 3 })
  expect(changes.map(({ to, at }) => [to, at])).toEqual([
    ['disabled', 2],
    ['enabled', 3],
    ['disabled', 4],
  ])
})

test('what it remembers of attempts is bounded', () => {
  const ratio = { failures: 1, withinMs: 1_000_000, volume: 1e9 }
  const times = fc.array(fc.nat({ max: 100_000 }), { minLength: 200, maxLength: 400 })
  fc.assert(
    fc.property(times, (gaps) => {
      let at = 0
      const steps = gaps.map((gap) => {
        at += gap
        return failed(at)
      })
      expect(go({ ratio }, ...steps).health.recent.over.length).toBeLessThanOrEqual(60)
    }),
    { numRuns: 50 },
  )
})
