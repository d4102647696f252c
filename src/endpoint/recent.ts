/** A share of failures in a window of time, once it holds enough attempts. */
export interface Ratio {
  readonly failures: number
  readonly withinMs: number
  readonly volume: number
}

interface Attempts {
  readonly attempts: number
  readonly failures: number
}

/** The attempts of a short time that begins at `from`. */
interface Slice extends Attempts {
  readonly from: number
}

/** The attempts in the window of a ratio: all together, and by slices of time, of which the last is not over. */
export interface Recent extends Attempts {
  readonly over: readonly Slice[]
  readonly last: Slice | null
}

/** Before the first attempt. */
export const noneOfLate: Recent = { attempts: 0, failures: 0, over: [], last: null }

/** How exact the window of a ratio is: a slice leaves it as a whole. */
const slicesInWindow = 60

/** Whether so many of the attempts of late have failed. */
export const ratioIsReached = ({ attempts, failures }: Attempts, ratio: Ratio): boolean =>
  attempts >= ratio.volume && failures / attempts >= ratio.failures

/** With one more. Mostly nothing leaves the window and no slice begins: then only sums are touched. */
export function withAttempt(
  recent: Recent,
  { at, ok }: { readonly at: number; readonly ok: boolean },
  withinMs: number,
): Recent {
  const size = Math.max(1, withinMs / slicesInWindow)
  const from = Math.floor(at / size) * size
  const { over, last } = recent
  const stays = last !== null && last.from >= from && (over[0] ?? last).from > at - withinMs
  const now = stays ? recent : rolled(recent, { from, since: at - withinMs })
  const grown = ({ attempts, failures }: Attempts): Attempts => ({
    attempts: attempts + 1,
    failures: failures + (ok ? 0 : 1),
  })
  return { ...grown(now), over: now.over, last: { from, ...now.last, ...grown(now.last ?? noneOfLate) } }
}

/** Without the slices that have left the window; none is open any more that was over at `from`. */
function rolled({ over, last }: Recent, { from, since }: { readonly from: number; readonly since: number }) {
  const kept = [...over, ...(last ? [last] : [])].filter((slice) => slice.from > since)
  const open = kept.at(-1)
  const isOpen = open !== undefined && open.from >= from
  return { ...sumOf(kept), over: isOpen ? kept.slice(0, -1) : kept, last: isOpen ? open : null }
}

const sumOf = (slices: readonly Slice[]): Attempts => ({
  attempts: slices.reduce((sum, { attempts }) => sum + attempts, 0),
  failures: slices.reduce((sum, { failures }) => sum + failures, 0),
})
