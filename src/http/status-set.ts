/** A set of HTTP statuses, as inclusive ranges. */
export type StatusSet = readonly (readonly [from: number, to: number])[]

/** Reads `200`, `2xx`, or a comma list of such. Undefined for anything else. */
export function parseStatusSet(text: string): StatusSet | undefined {
  const parts = text.split(',').map((part) => part.trim().toLowerCase())
  const ranges = parts.map(parseRange)
  return ranges.every((range) => range !== undefined) ? ranges : undefined
}

export const hasStatus = (set: StatusSet, status: number): boolean =>
  set.some(([from, to]) => status >= from && status <= to)

function parseRange(part: string): readonly [number, number] | undefined {
  if (/^[1-5]xx$/.test(part)) return [Number(part[0]) * 100, Number(part[0]) * 100 + 99]
  if (/^[1-5]\d\d$/.test(part)) return [Number(part), Number(part)]
  return undefined
}
