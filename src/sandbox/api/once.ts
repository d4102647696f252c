import { createHash } from 'node:crypto'
import type { Problem } from '../../endpoint/api/api.ts'
import type { Request } from '../../http/message.ts'
import type { Ledger } from '../ledger.ts'
import type { KeptAnswer } from '../records.ts'

/** What a request is told from another by: its method, path and body. */
export const fingerprintOf = ({ method, target, body }: Request): string =>
  createHash('sha256').update(`${method} ${target}\n`).update(body).digest('hex')

/** What an idempotency key says of a request: it is new, was answered before, or was used for another. */
export type Seen =
  | { readonly kind: 'new' }
  | { readonly kind: 'again'; readonly answer: KeptAnswer }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** How long an answer is kept: as long as most providers do. */
const keptMs = 86_400_000

/** Looks an idempotency key up; `busy` are those whose requests are not answered yet. */
export function lookUp(
  ledger: Ledger,
  { key, fingerprint, now }: { readonly key: string; readonly fingerprint: string; readonly now: number },
  busy: ReadonlySet<string>,
): Seen {
  if (busy.has(key)) return used('The first call with this idempotency key is not answered yet')
  const answer = ledger.get('answer', key)
  if (!answer || now - answer.at > keptMs) return { kind: 'new' }
  return answer.fingerprint === fingerprint
    ? { kind: 'again', answer }
    : used('This idempotency key was used with another request')
}

const used = (message: string): Seen => ({
  kind: 'problem',
  problem: { kind: 'idempotency-conflict', message, fields: [] },
})
