import { parseDuration } from './duration.ts'

/** So many events in so much time. */
export interface Rate {
  readonly events: number
  readonly perMs: number
}

/** Reads a rate: `20/m`, `0.5/s`, `1000/10m`. Undefined for anything else, and for none at all. */
export function parseRate(text: string): Rate | undefined {
  const [, events = '', per = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\/(\d{0,9}(?:ms|s|m|h|d))$/.exec(text) ?? []
  const perMs = parseDuration(/^\d/.test(per) ? per : `1${per}`)
  return Number(events) > 0 && perMs !== undefined && perMs > 0
    ? { events: Number(events), perMs }
    : undefined
}

/** Reads a share: `5%`, or `0.05`. Undefined for anything else, and for more than all. */
export function parseShare(text: string): number | undefined {
  const [, amount, percent] = /^(\d{1,3}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? []
  const share = amount === undefined ? undefined : Number(amount) / (percent === '' ? 1 : 100)
  return share !== undefined && share <= 1 ? share : undefined
}
