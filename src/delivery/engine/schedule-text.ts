import { maxAttempts, maxScheduleMs } from '../../provider/schedule-delays.ts'
import { parseDuration } from '../../time/duration.ts'
import type { Schedule } from './policy.ts'

/** A schedule as a user wrote it, or what is wrong with that, in a sentence. */
export type ScheduleReading =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly problem: string }

/**
 * Reads a schedule such as `0,1m,5m,30m,2h`: the delay before each attempt, the first one included, each counted from the attempt
 * before it. `1hx5` stands for five delays of an hour.
 */
export function readScheduleText(text: string): ScheduleReading {
  const delays: number[] = []
  for (const entry of text.split(',').map((each) => each.trim())) {
    const reading = readEntry(entry)
    if (typeof reading === 'string') return { ok: false, problem: reading }
    if (delays.length + reading.times > maxAttempts) {
      return { ok: false, problem: `A schedule has ${maxAttempts} attempts at most.` }
    }
    delays.push(...Array.from({ length: reading.times }, () => reading.delay))
  }
  const whole = delays.reduce((sum, delay) => sum + delay, 0)
  if (whole > maxScheduleMs) return { ok: false, problem: 'It lasts longer than ten years.' }
  return {
    ok: true,
    schedule: { delays, countedFrom: 'previous', jitter: undefined, maxAgeMs: undefined, approximate: false },
  }
}

/** A delay and how often it comes, or what is wrong with it. */
function readEntry(entry: string): { readonly delay: number; readonly times: number } | string {
  if (entry === '') return 'A delay is missing: 0 stands for none.'
  if (entry.startsWith('-')) return `A delay cannot be negative: '${entry}'.`
  const [, text = entry, count] = /^(.*)x(\d+)$/.exec(entry) ?? []
  const delay = parseDuration(text)
  if (delay === undefined) return `'${entry}' is no delay such as 0, 30s, 5m or 1hx5.`
  const times = count === undefined ? 1 : Number(count)
  return times === 0 ? `'${entry}' stands for no attempt.` : { delay, times }
}
