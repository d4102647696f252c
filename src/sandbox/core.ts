import type { Policy } from '../delivery/engine/policy.ts'
import type { Store } from '../delivery/store.ts'
import type { Api } from '../endpoint/api/describe.ts'
import type { Send } from '../http/send.ts'
import type { Catalog } from '../provider/catalog.ts'
import type { Random } from '../provider/generator.ts'
import type { Profile } from '../provider/profile.ts'
import type { Clock } from '../time/clock.ts'
import type { VirtualClock } from '../time/virtual-clock.ts'
import type { Change, Ledger } from './ledger.ts'
import { put } from './ledger.ts'
import type { Told } from './told.ts'

/** The sandbox's clock: one that is moved by hand waits for work that it is told of. */
export type SandboxClock = Clock & Partial<Pick<VirtualClock, 'advance' | 'during'>>

/** What the user wants of the sandbox besides what the provider does. */
export interface Wishes {
  /** The key of the management API. */
  readonly apiKey: string
  /** The secret of whatever is made next; made where it is left out. */
  readonly secret?: string | undefined
  /** Lets URLs through that are no https; those of this machine are in any case. */
  readonly allowHttp: boolean
  /** Delivers to other machines than this one. */
  readonly deliverAnywhere: boolean
  /** How many deliveries to one endpoint may be on their way at once. */
  readonly concurrency: number
}

/** What every part of the sandbox works with. */
export interface Core {
  readonly profile: Profile
  /** Undefined where the provider has no management API. */
  readonly api: Api | undefined
  readonly policy: Policy
  readonly catalog: Catalog
  readonly clock: SandboxClock
  readonly random: Random
  readonly send: Send
  readonly store: Store
  readonly ledger: Ledger
  readonly wishes: Wishes
  /** The time that is signed, when it is so late on the sandbox's clock. */
  signTime(at: number): number
  readonly tell: (told: Told) => void
}

/** The change by which it is known how late it is. */
export function noteTime({ ledger, clock }: Core): Change[] {
  const facts = ledger.get('facts', '')
  return facts ? [put('facts', '', { ...facts, now: Math.max(facts.now, clock.now()) })] : []
}

/** A time as APIs write it. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')
