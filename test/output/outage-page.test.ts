import { expect, test } from 'vitest'
import type { AnswerRule } from '../../src/delivery/engine/policy.ts'
import type { Outage } from '../../src/delivery/outage/outage.ts'
import { simulateOutage } from '../../src/delivery/outage/simulate.ts'
import { outagePage } from '../../src/output/outage-page.ts'
import type { SimulatedOutage } from '../../src/output/outage-words.ts'
import { outageVerdict } from '../../src/output/outage-words.ts'
import { patient } from '../delivery/outage/support/outages.ts'
import { asciiTerminal, colourTerminal, terminal, withoutColours } from './support/styles.ts'

const minute = 60_000

async function simulated(changes: Partial<Outage> = {}): Promise<SimulatedOutage> {
  const outage: Outage = {
    policy: patient,
    lastsMs: 20 * minute,
    rate: { events: 10, perMs: minute },
    forMs: 60 * minute,
    failRate: 0,
    seed: '1',
    ...changes,
  }
  return { outage, report: await simulateOutage(outage, async () => undefined) }
}

const withHealth = (health: Partial<Outage['policy']['health']>): Outage['policy'] => ({
  ...patient,
  health: { ...patient.health, ...health },
})

test('with plain characters', async () => {
  expect(outagePage(await simulated(), asciiTerminal(80))).toMatchInlineSnapshot(`
    "An outage of 20 m at 10 events a minute; 1 h of events are looked at.
    ! Nothing is lost, but 200 of 600 events come late, half of them by 36 m, none
      by more.

      events      600
      at once     400 (67 %)
      late        200 (33 %), half of them by 36 m, none by more
      lost        0
      endpoint    stays enabled
      backlog     200 at most, 19 m 54 s into the outage
      worked off  29 m 54 s after the handler is back
      burst       30 attempts within a minute, as soon as the handler is back, 3
                  times as many as usual

      waiting
      200 |                     .:##:
          |                  .:########:.
          |              .:############################::.
          |          ..:###################################:.
          |       .::##########################################:.
          |    .:#################################################:.
          |.:########################################################:..
          +------------------------^------------------------------------------------
           0s                     20m                                             1h
      ^ the handler is back"
  `)
})

test('in colour it is the same', async () => {
  const outage = await simulated({ policy: withHealth({ consecutiveFailures: 30 }) })
  const coloured = outagePage(outage, colourTerminal(80))
  expect(withoutColours(coloured)).toBe(outagePage(outage, terminal(80)))
  expect(coloured).not.toBe(outagePage(outage, terminal(80)))
})

const whenDown = (then: AnswerRule['then']): AnswerRule => ({
  statuses: undefined,
  header: undefined,
  outcomes: ['unreachable'],
  then,
  atLeastMs: undefined,
})

/** What the consequence is told as. */
test.each<[string, Partial<Outage>]>([
  [
    'nothing at all',
    {
      lastsMs: 1,
      rate: { events: 1, perMs: minute },
      policy: { ...patient, schedule: { ...patient.schedule, delays: [1_000] } },
    },
  ],
  ['one is late', { lastsMs: 1_000 }],
  ['some are late', {}],
  ['some are given up', { lastsMs: 50 * minute }],
  ['one is lost', { lastsMs: 1_000, policy: { ...patient, schedule: { ...patient.schedule, delays: [0] } } }],
  [
    'one dead letter',
    {
      lastsMs: 1_000,
      policy: { ...patient, schedule: { ...patient.schedule, delays: [0] }, afterLast: 'dead-letter' },
    },
  ],
  ['dead letters', { lastsMs: 50 * minute, policy: { ...patient, afterLast: 'dead-letter' } }],
  [
    'stopped by an answer',
    {
      policy: {
        ...patient,
        answers: [whenDown('stop')],
      },
    },
  ],
  [
    'disabled by an answer',
    {
      policy: {
        ...patient,
        answers: [whenDown('disable')],
      },
    },
  ],
  ['disabled by failures', { policy: withHealth({ consecutiveFailures: 30 }) }],
  ['disabled by failed events', { lastsMs: 50 * minute, policy: withHealth({ failedEvents: 3 }) }],
  ['disabled as it fails for long', { policy: withHealth({ failingForMs: 10 * minute }) }],
  ['disabled by a ratio', { policy: withHealth({ ratio: { failures: 0.5, withinMs: minute, volume: 10 } }) }],
  [
    'disabled by the last attempt, after it',
    { lastsMs: 35 * minute, failRate: 0.3, policy: { ...patient, afterLast: 'endpoint-disabled' } },
  ],
  ['all wait', { policy: withHealth({ consecutiveFailures: 30, newEvents: 'queued', retries: 'paused' }) }],
  ['some wait, some are lost', { policy: withHealth({ consecutiveFailures: 30, newEvents: 'queued' }) }],
])('%s', async (_, changes) => {
  const { mark, text } = outageVerdict(await simulated(changes))
  expect(`${mark}: ${text}`).toMatchSnapshot()
})

test('an endpoint that is off for a while, again and again', async () => {
  const temporary = { forMs: minute, factor: 2, capMs: 5 * minute }
  const policy = withHealth({ consecutiveFailures: 30, temporary, newEvents: 'queued', retries: 'paused' })
  expect(outagePage(await simulated({ policy }), terminal(80))).toMatchInlineSnapshot(`
    "An outage of 20 m at 10 events a minute; 1 h of events are looked at.
    ! Nothing is lost, but 239 of 600 events come late, half of them by 12 m or
      more, the latest by 23 m 54 s.

      events      600
      at once     361 (60 %)
      late        239 (40 %), half of them by 12 m or more, 5 % by 22 m 48 s or
                  more, the latest by 23 m 54 s
      lost        0
      endpoint    off for a while 6 times, first 1 m 54 s into the outage (30
                  failures in a row)
                  on again 3 m 54 s after the handler is back
      backlog     240 at most, 3 m 54 s after the handler is back
      worked off  3 m 54 s after the handler is back
      burst       240 attempts within a minute, 3 m after the handler is back, 24
                  times as many as usual

      waiting
      240 │                         ▂▄▆██
          │                    ▁▂▄▆██████
          │                 ▂▄▆██████████
          │            ▁▃▅▇██████████████
          │        ▁▃▅▇██████████████████
          │    ▁▃▅▇██████████████████████
          │▂▄▆▇██████████████████████████
          └────────────────────────▲────────────────────────────────────────────────
           0s                     20m                                             1h
      ▲ the handler is back"
  `)
})
