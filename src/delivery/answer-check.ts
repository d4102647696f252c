import { textOf } from '../http/body.ts'
import { hasStatus, parseStatusSet } from '../http/status-set.ts'
import type { Attempt } from './delivery.ts'

/** What an answer must be, where it is not the provider's rule that counts. */
export interface AnswerWish {
  /** A status set such as `2xx,404`. */
  readonly status?: string | undefined
  /** A text that the body must hold, or `/regular expression/flags`. */
  readonly body?: string | undefined
}

/** Whether an answer was as wished, and if not, why. Undefined where nothing was wished for. */
export function checkAnswer(
  { response, outcome }: Attempt,
  wish: AnswerWish,
): { readonly met: boolean; readonly why?: string } | undefined {
  if (wish.status === undefined && wish.body === undefined) return undefined
  if (!response) return { met: false, why: `There was no answer (${outcome}).` }
  if (wish.status !== undefined && !hasStatus(parseStatusSet(wish.status) ?? [], response.status)) {
    return { met: false, why: `The status is ${response.status}, not ${wish.status}.` }
  }
  if (wish.body !== undefined && !holds(textOf(response.body), wish.body)) {
    return { met: false, why: `The answer does not hold ${wish.body}.` }
  }
  return { met: true }
}

function holds(text: string, wanted: string): boolean {
  const { pattern } = readBodyWish(wanted)
  return pattern ? pattern.test(text) : text.includes(wanted)
}

/** A wish for the body: the regular expression of `/text/flags`, why it cannot be read, or neither for a plain text. */
export function readBodyWish(wanted: string): { readonly pattern?: RegExp; readonly problem?: string } {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/s.exec(wanted) ?? []
  if (source === undefined) return {}
  try {
    return { pattern: new RegExp(source, flags) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
