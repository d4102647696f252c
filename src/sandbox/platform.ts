import type { Endpoint } from '../endpoint/api/api.ts'
import type { EndpointHealth } from '../delivery/engine/dispatcher.ts'
import type { Json } from '../http/body.ts'

/** An endpoint as the sandbox keeps it. */
export interface Registered {
  readonly id: string
  readonly url: string
  /** Types or, where the provider takes such, globs. */
  readonly events: readonly string[]
  readonly enabled: boolean
  readonly description: string | null
  readonly workspace: string | null
  /** ISO times on the sandbox's clock. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly disabledAt: string | null
  readonly health: EndpointHealth
}

/** A secret, and how long the one before it still signs. Of an endpoint, or of a company or workspace, as the provider has it. */
export interface Secret {
  readonly of: string
  readonly current: string
  readonly previous: string | null
  /** Milliseconds on the sandbox's clock. */
  readonly rotatedAt: number | null
  readonly overlapEndsAt: number | null
}

/** Something that happened at the provider. */
export interface EmittedEvent {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly body: Uint8Array
  readonly workspace: string | null
  /** The deliveries that were made of it; none where no endpoint takes it. */
  readonly deliveries: readonly string[]
}

/** How one delivery stands. */
export interface DeliveryState {
  readonly id: string
  readonly event: string
  readonly endpoint: string
  readonly state: 'waiting' | 'delivered' | 'given-up' | 'stopped' | 'endpoint-disabled' | 'dead-letter'
  readonly attempts: readonly {
    readonly number: number
    readonly at: number
    readonly outcome: string
    readonly status: number | null
    readonly durationMs: number
  }[]
  /** When the next attempt is due. */
  readonly next: number | null
}

/** Everything that the sandbox knows, for `GET /_sandbox/state`. */
export interface PlatformState {
  readonly provider: string
  readonly now: string
  readonly endpoints: readonly Endpoint[]
  readonly events: number
  readonly deliveries: Readonly<Record<DeliveryState['state'], number>>
  readonly raw?: Json
}
