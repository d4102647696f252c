const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

type Unit = keyof typeof unitMs

const isUnit = (text: string): text is Unit => Object.hasOwn(unitMs, text)

/**
 * Milliseconds of a duration as users and profiles write it: `250ms`, `5s`, `1m`, `2h`, `3d`, or a sum of such
 * (`1h30m`). A bare `0` is no time at all. Undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (!/^(\d{1,9}(\.\d{1,3})?(ms|s|m|h|d))+$/.test(text)) return undefined
  let total = 0
  for (const [, whole = '', part = '', unit = ''] of text.matchAll(/(\d+)(?:\.(\d+))?(ms|s|m|h|d)/g)) {
    // In whole numbers first: 1.001 * 1000 is not quite 1001.
    if (isUnit(unit)) total += (Number(whole + part) * unitMs[unit]) / 10 ** part.length
  }
  return total
}

/** A duration for people, in at most two units: `14 ms`, `5 s`, `2 m 30 s`, `10 h 36 m`, `3 d`. */
export function formatDuration(ms: number): string {
  const whole = Math.round(ms)
  if (whole < 1_000) return `${whole} ms`
  if (whole < 9_950 && whole % 1_000 !== 0) return `${(whole / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([amount]) => amount > 0)
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
