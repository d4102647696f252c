import type { Happening } from '../../../../src/delivery/engine/courier.ts'
import type { AttemptResult } from '../../../../src/delivery/engine/decision.ts'
import type { Job, Planned } from '../../../../src/delivery/engine/dispatcher.ts'
import type { Policy } from '../../../../src/delivery/engine/policy.ts'
import { hasStatus } from '../../../../src/http/status-set.ts'

/** What a trace must never show; each is told of by its sentence. */
export function brokenInvariants(
  policy: Policy,
  jobs: readonly Job[],
  happenings: readonly Happening[],
): string[] {
  return [
    ...jobs.flatMap((job) => brokenInDelivery(policy, job, happenings)),
    ...brokenInTime(happenings),
    ...brokenByEndpoint(happenings),
    ...(policy.order === 'chronological' ? brokenInOrder(jobs, happenings) : []),
  ]
}

interface Made {
  readonly planned: Planned
  readonly result: AttemptResult
}

const madeOf = (happenings: readonly Happening[]): Made[] =>
  happenings.filter((each) => each.kind === 'attempt')

const endOf = (job: Job, happenings: readonly Happening[]) =>
  happenings.flatMap((each) => (each.kind === 'ended' && each.ended.job === job.id ? [each.ended] : []))

const isSuccess = (policy: Policy, { outcome, status }: AttemptResult): boolean =>
  (outcome === 'accepted' || outcome === 'refused') && status !== null && hasStatus(policy.success, status)

function brokenInDelivery(policy: Policy, job: Job, happenings: readonly Happening[]): string[] {
  const made = madeOf(happenings).filter(({ planned }) => planned.job === job.id)
  const ends = endOf(job, happenings)
  const { delays, maxAgeMs = Number.POSITIVE_INFINITY } = policy.schedule
  const broken: string[] = []
  const must = (holds: boolean, sentence: string): void => {
    if (!holds) broken.push(`${job.id}: ${sentence}`)
  }
  must(made.length <= delays.length, 'no more attempts than the schedule has')
  must(ends.length <= 1, 'a delivery ends once')
  for (const [index, { planned, result }] of made.entries()) {
    const before = made[index - 1]?.result
    must(planned.number === index + 1 && result.number === index + 1, 'numbers are contiguous')
    must(result.startedAt >= planned.at, 'no attempt before its time')
    must(
      planned.at === expectedAt(policy, job, { planned, before, first: made[0] }),
      'the time is what the reason says',
    )
    must(planned.why.scheduledMs === delays[index], 'the delay is that of the schedule')
    must(planned.at - job.at <= maxAgeMs, 'no attempt after the age limit')
    must(before === undefined || result.startedAt >= before.endedAt, 'no two attempts overlap')
    must(before === undefined || !isSuccess(policy, before), 'no attempt after a success')
    must(before === undefined || ruleOf(policy, before) === 'retry', 'no attempt after an order to stop')
  }
  const last = made.at(-1)?.result
  const delivered = ends[0]?.end === 'delivered'
  must(!delivered || (last !== undefined && isSuccess(policy, last)), 'nothing but a success is delivered')
  must(last === undefined || !isSuccess(policy, last) || delivered, 'a success is delivered')
  const exhausted = made.length === delays.length || maxAgeMs < Number.POSITIVE_INFINITY
  must(ends[0]?.end !== 'given-up' || exhausted, 'nothing is given up before its limit')
  must(
    ends[0]?.end !== 'stopped' || (last !== undefined && mayStop(policy, last)),
    'nothing stops without an order',
  )
  return broken
}

/** The first rule that fits, written down once more: conditions that are left out hold. */
function ruleOf({ answers }: Policy, { status, outcome, headers }: AttemptResult): string {
  const fitting = answers.filter(
    (rule) =>
      (rule.statuses === undefined ||
        rule.statuses.some(([from, to]) => from <= (status ?? -1) && (status ?? -1) <= to)) &&
      (rule.outcomes === undefined || rule.outcomes.some((each) => each === outcome)) &&
      (rule.header === undefined || headers.some(([name]) => name.toLowerCase() === rule.header?.[0])),
  )
  return fitting[0]?.then ?? 'retry'
}

const mayStop = (policy: Policy, result: AttemptResult): boolean =>
  ruleOf(policy, result) !== 'retry' || policy.retryAfter?.negative === 'stop'

interface Moment {
  readonly planned: Planned
  readonly before: AttemptResult | undefined
  readonly first: Made | undefined
}

/** The time that the reason adds up to. */
function expectedAt(policy: Policy, job: Job, { planned: { why }, before, first }: Moment): number {
  const firstAt = policy.schedule.countedFrom === 'first' ? first?.result.startedAt : before?.endedAt
  const base = before === undefined ? job.at : (firstAt ?? Number.NaN)
  const last = why.moved.at(-1)
  const at = base + (last?.toMs ?? why.jitteredMs ?? why.scheduledMs)
  return last || before === undefined ? at : Math.max(at, before.endedAt)
}

function brokenInTime(happenings: readonly Happening[]): string[] {
  const times = happenings.map((each) =>
    each.kind === 'attempt' ? each.result.endedAt : each.kind === 'ended' ? each.ended.at : each.change.at,
  )
  return times.some((at, index) => at < (times[index - 1] ?? at)) ? ['all is told in the order of time'] : []
}

/** While it is disabled nothing begins; while it is off for a while nothing begins before its end, and then one probe. */
function brokenByEndpoint(happenings: readonly Happening[]): string[] {
  const changes = happenings.flatMap((each) => (each.kind === 'endpoint' ? [each.change] : []))
  const made = madeOf(happenings)
  return changes.flatMap((change, index) => {
    const next = changes[index + 1]?.at ?? Number.POSITIVE_INFINITY
    const begun = made.filter(({ result }) => result.startedAt > change.at && result.startedAt < next)
    if (change.to === 'disabled' && begun.length > 0) return ['no attempt while the endpoint is disabled']
    if (change.to !== 'off-for-a-while') return []
    if (begun.some(({ result }) => result.startedAt < (change.until ?? 0)))
      return ['no attempt while it is off']
    return begun.length > 1 ? ['one probe at a time'] : []
  })
}

function brokenInOrder(jobs: readonly Job[], happenings: readonly Happening[]): string[] {
  const made = madeOf(happenings)
  return jobs.flatMap((job, index) => {
    const began = made.find(({ planned }) => planned.job === job.id)?.result.startedAt
    if (began === undefined) return []
    const before = jobs.slice(0, index).flatMap((each) => endOf(each, happenings))
    const waited = before.length === index && before.every(({ at }) => at <= began)
    return waited ? [] : [`${job.id}: an event waits for those before it`]
  })
}
