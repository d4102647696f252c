import type { Json } from '../../http/body.ts'
import type { Endpoint } from './api.ts'

/** What became of a test. What an API does not tell is null, here and below. */
export interface TestAnswer {
  readonly delivered: boolean | null
  /** What the endpoint answered. */
  readonly status: number | null
  readonly eventId: string | null
  readonly signatureHeaders: Readonly<Record<string, string>> | null
  readonly durationMs: number | null
  readonly message: string | null
  readonly id: string | null
  readonly url: string | null
  readonly raw: Json
}

/** What a rotation gave. Times are ISO times. */
export interface RotationAnswer {
  readonly newSecret: string | null
  readonly graceHours: number | null
  readonly rotatedAt: string | null
  readonly overlapEndsAt: string | null
  /** The endpoint, where the secret is one of its own. */
  readonly endpoint: EndpointFacts | null
  readonly raw: Json
}

/** How the secrets stand. Times are ISO times. */
export interface SecretStatus {
  readonly createdAt: string | null
  readonly rotatedAt: string | null
  /** Whether the secret before still signs. */
  readonly overlapActive: boolean | null
  readonly overlapEndsAt: string | null
  readonly raw: Json
}

/** An event that an API lists, and what became of it. */
export interface DeliveredEvent {
  readonly id: string
  readonly type: string | null
  readonly createdAt: string | null
  /** In the API's own words. */
  readonly state: string | null
  readonly attempts: number | null
  readonly payload: Json
  readonly raw: Json
}

export interface DeletedAnswer {
  readonly id: string | null
  readonly raw: Json
}

export interface RedeliveryAnswer {
  readonly eventId: string | null
  readonly raw: Json
}

/** A list, or a page of one. */
export interface Listed<T> {
  readonly items: readonly T[]
  /** How many there are on all pages. */
  readonly total: number
  /** Of numbered pages: which this is, from 1. */
  readonly page: number
  readonly size: number
  /** What to ask for next: the number of a page, or a cursor; null at the end. */
  readonly next: string | null
}

/** Without what only a reader knows. */
type Facts<T> = Omit<T, 'raw'>
export type EndpointFacts = Facts<Endpoint>

/** What is read of the answer to each operation. */
export interface Answers {
  readonly list: readonly Endpoint[]
  readonly create: Endpoint
  readonly show: Endpoint
  readonly update: Endpoint
  readonly delete: DeletedAnswer
  readonly test: TestAnswer
  readonly rotateSecret: RotationAnswer
  readonly secretStatus: SecretStatus
  readonly events: readonly DeliveredEvent[]
  readonly redeliver: RedeliveryAnswer
}

/** What the answer to each operation is written of. */
export interface Written {
  readonly list: Listed<EndpointFacts>
  readonly create: EndpointFacts
  readonly show: EndpointFacts
  readonly update: EndpointFacts
  readonly delete: Facts<DeletedAnswer>
  readonly test: Facts<TestAnswer>
  readonly rotateSecret: Facts<RotationAnswer>
  readonly secretStatus: Facts<SecretStatus>
  readonly events: Listed<Facts<DeliveredEvent>>
  readonly redeliver: Facts<RedeliveryAnswer>
}
