import type { Json } from '../../http/body.ts'
import type { Headers } from '../../http/message.ts'
import type { ProblemKind } from '../../provider/management.ts'

export type { Operation, ProblemKind } from '../../provider/management.ts'

/** An endpoint as an API tells it, in our words. What an API does not tell is null. */
export interface Endpoint {
  readonly id: string
  readonly url: string
  readonly events: readonly string[]
  readonly enabled: boolean | null
  readonly description: string | null
  /** Only where this very answer bears it. */
  readonly secret: string | null
  readonly consecutiveFailures: number | null
  /** ISO times. */
  readonly disabledAt: string | null
  readonly lastSuccessAt: string | null
  readonly lastFailureAt: string | null
  readonly createdAt: string | null
  readonly updatedAt: string | null
  /** The API's own object, whole. */
  readonly raw: Json
}

/** What an operation is asked with, in our words; `data` are fields of the API's own, as they stand. */
export interface Asked {
  readonly id?: string | undefined
  readonly url?: string | undefined
  readonly events?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | undefined
  readonly secret?: string | undefined
  /** The type of a test event. */
  readonly type?: string | undefined
  /** What a rotation or a listing is confined to, where an API has workspaces. */
  readonly workspace?: string | undefined
  /** Filters of a listing, by the API's own names. */
  readonly filters?: Readonly<Record<string, string>> | undefined
  readonly data?: Readonly<Record<string, Json>> | undefined
  /** Where a listing goes on: a page number or a cursor, as the page before told it. */
  readonly next?: string | undefined
  readonly limit?: number | undefined
}

/** One call of an API, below its base URL. */
export interface Call {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Headers
  readonly body: Json | undefined
}

/** What an API answered, read. */
export interface Page<T> {
  readonly items: readonly T[]
  /** What to ask for next; undefined at the end. */
  readonly next: string | undefined
}

export interface Problem {
  readonly kind: ProblemKind
  readonly message: string
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  /** Seconds to wait, where the API says so. */
  readonly retryAfterS?: number | undefined
}
