import type { Answered } from '../../endpoint/api/answer.ts'
import type { Asked, Problem } from '../../endpoint/api/api.ts'
import type { Api } from '../../endpoint/api/describe.ts'
import type { Core } from '../core.ts'
import type { Change } from '../ledger.ts'
import type { Outboxes } from '../outboxes.ts'

/** What an operation came to. */
export type Done =
  | {
      readonly ok: true
      readonly answer: Answered
      /** What is to be durable before it is answered. */
      readonly changes?: readonly Change[]
      /** What follows once it is. */
      readonly follow?: () => void
    }
  | { readonly ok: false; readonly problem: Problem }

/** What an operation works with. */
export interface Desk {
  readonly core: Core
  readonly api: Api
  readonly outboxes: Outboxes
  /** Aborted when the sandbox ends and nothing is waited for any more. */
  readonly hurry: AbortSignal
}

export type Operate = (desk: Desk, asked: Asked) => Promise<Done> | Done

/** It cannot be done: a problem that the API answers. */
export const refused = (problem: Problem): Done => ({ ok: false, problem })

export const notFound: Done = refused({ kind: 'not-found', message: '', fields: [] })
