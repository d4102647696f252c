import type { Headers } from '../../http/message.ts'

/** Names and values in turn, as Node and undici give them, become lines. */
export const linesOf = (raw: readonly string[]): Headers =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []))
