import type { Journey, Told } from '../../delivery/follow.ts'
import type { RetryOptions } from '../../delivery/run.ts'
import type { Store } from '../../delivery/store.ts'
import type { Profile } from '../../provider/profile.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { Wishes } from './sending.ts'

/** A journey, and what it is told by. */
export interface Parcel extends Journey {
  readonly eventId: string | null
  readonly type: string | null
  /** Fields of its own in each `attempt` line. */
  readonly marks: Readonly<Record<string, unknown>>
}

/** Events that go to one endpoint by the rules of one provider. */
export interface Shipment {
  readonly profile: Profile | null
  readonly rules: RetryPolicy
  readonly parcels: readonly Parcel[]
  /** Whether more than this is sent, so that each line must name its event. */
  readonly among: boolean
  readonly to: URL
  /** When the events happened: milliseconds since 1970. */
  readonly at: number
  readonly seed: string
  readonly retry: RetryOptions
  readonly wishes: Wishes
  readonly store: Store
  /** What a script is told at the end of a delivery. */
  endValue(ended: Extract<Told<Parcel>, { readonly kind: 'ended' }>): { readonly kind: string }
}
