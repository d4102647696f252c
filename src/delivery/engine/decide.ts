import { headerValues } from '../../http/headers.ts'
import { hasStatus } from '../../http/status-set.ts'
import type { AttemptResult, Decision } from './decision.ts'
import { spread } from './jitter.ts'
import type { AnswerRule, Policy } from './policy.ts'
import { retryAfterOf } from './retry-after.ts'
import type { Why } from './why.ts'

/** An attempt that has ended, and what of its delivery's past counts. */
export interface Tried {
  /** When the event happened. */
  readonly eventAt: number
  /** When its first attempt began. */
  readonly firstAt: number
  readonly result: AttemptResult
  /** What is drawn for an attempt, by its number: from 0 to below 1. */
  chance(number: number): number
}

/** When an attempt is made, and why then. */
export interface Plan {
  readonly at: number
  /** What the delays of `why` are counted from. */
  readonly from: number
  readonly why: Why
}

/** When the first attempt of an event is made. */
export function firstPlan({ schedule }: Policy, eventAt: number): Plan {
  const scheduledMs = schedule.delays[0] ?? 0
  const why: Why = { scheduledMs, countedFrom: schedule.countedFrom, jitteredMs: undefined, moved: [] }
  return { at: eventAt + scheduledMs, from: eventAt, why }
}

/** Whether an attempt at `at` would come later than the provider tries. */
export const isTooOld = ({ schedule }: Policy, eventAt: number, at: number): boolean =>
  at - eventAt > (schedule.maxAgeMs ?? Number.POSITIVE_INFINITY)

/** What follows an attempt, by the provider's rules. What they do not know is tried again. */
export function decide(policy: Policy, tried: Tried): Decision {
  const { result } = tried
  if (isSuccess(policy, result)) return { kind: 'end', end: 'delivered', disables: undefined }
  const rule = policy.answers.find((each) => fits(each, result))
  if (rule?.then === 'disable') return { kind: 'end', end: 'stopped', disables: 'answer' }
  const asked = retryAfterOf(result, policy.retryAfter)
  if (rule?.then === 'stop' || asked === 'stop') return { kind: 'end', end: 'stopped', disables: undefined }
  const plan = retryPlan(policy, tried, { atLeastMs: rule?.atLeastMs, askedMs: asked })
  if (plan && !isTooOld(policy, tried.eventAt, plan.at)) return { kind: 'retry', ...plan }
  const disables = policy.afterLast === 'endpoint-disabled' ? 'last-attempt' : undefined
  return { kind: 'end', end: 'given-up', disables }
}

/** Only an answer can be a success, whatever came of the attempt otherwise. */
function isSuccess({ success }: Policy, { outcome, status }: AttemptResult): boolean {
  return (outcome === 'accepted' || outcome === 'refused') && status !== null && hasStatus(success, status)
}

function fits(rule: AnswerRule, { status, headers, outcome }: AttemptResult): boolean {
  if (rule.statuses && (status === null || !hasStatus(rule.statuses, status))) return false
  if (rule.outcomes && !rule.outcomes.some((each) => each === outcome)) return false
  if (rule.header === undefined) return true
  const [name, wanted] = rule.header
  return headerValues(headers, name).some((value) => value.trim().toLowerCase() === wanted.toLowerCase())
}

/** The next attempt's time; undefined where the schedule has no more. */
function retryPlan(
  { schedule, retryAfter }: Policy,
  { firstAt, result, chance }: Tried,
  wait: { readonly atLeastMs: number | undefined; readonly askedMs: number | undefined },
): Plan | undefined {
  const scheduledMs = schedule.delays[result.number]
  if (scheduledMs === undefined) return undefined
  const { countedFrom, jitter } = schedule
  const jitteredMs = jitter && spread(scheduledMs, jitter, chance(result.number + 1))
  const base = countedFrom === 'first' ? firstAt : result.endedAt
  // An attempt may outlast the delay that counts from the first one: no two of them overlap.
  let at = Math.max(base + (jitteredMs ?? scheduledMs), result.endedAt)
  const moved: Why['moved'][number][] = []
  const moveTo = (by: 'least-delay' | 'retry-after', to: number): void => {
    if (to === at) return
    at = to
    moved.push({ by, toMs: at - base })
  }
  if (wait.atLeastMs !== undefined) moveTo('least-delay', Math.max(at, result.endedAt + wait.atLeastMs))
  if (wait.askedMs !== undefined) {
    const asked = result.endedAt + wait.askedMs
    moveTo('retry-after', retryAfter?.policy === 'replace' ? asked : Math.max(at, asked))
  }
  return { at, from: base, why: { scheduledMs, countedFrom, jitteredMs, moved } }
}
