import type { Attempt, Delivery } from '../delivery/delivery.ts'
import type { Store } from '../delivery/store.ts'
import type { Tampering } from '../delivery/tamper.ts'
import type { Headers } from '../http/message.ts'
import type { Send } from '../http/send.ts'
import type { Serve } from '../http/serve.ts'
import type { Catalog } from '../provider/catalog.ts'
import type { Change } from '../provider/event.ts'
import type { Random } from '../provider/generator.ts'
import type { Verdict } from '../provider/verdict.ts'
import type { DeliveryState, PlatformState } from '../sandbox/telling.ts'
import type { Clock } from '../time/clock.ts'
import type { VirtualClock } from '../time/virtual-clock.ts'

/** What the library needs of the world. */
export interface World {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly seeded: (seed: string) => Random
  readonly send: Send
  readonly serve: Serve
  readonly openStore: () => Promise<Store>
}

/** The secrets of one endpoint: the one in force, and during a rotation the one before it. */
export interface Secrets {
  readonly secret: string
  readonly oldSecret?: string
}

export interface SignOptions extends Secrets {
  readonly provider: string
  readonly body: string | Uint8Array
  /** The time of signing, in milliseconds since 1970; now, where it is left out. */
  readonly at?: number
  /** The event's id and the URL, where the provider signs them. */
  readonly id?: string
  readonly url?: string
}

export interface VerifyOptions extends Secrets {
  /** Recognised from the headers where it is left out. */
  readonly provider?: string
  /** A record of names and values, as Node gives it too, or lines in their order. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Headers
  readonly body: string | Uint8Array
  /** The receiver's time, in milliseconds since 1970; now, where it is left out. */
  readonly at?: number
}

export interface SendOptions extends Secrets {
  readonly to: string | URL
  readonly type: string
  /** Found by the type where only one provider has it. */
  readonly provider?: string
  /** Fields to change, by path: `{ 'data.status': 'rejected' }`. */
  readonly set?: Readonly<Record<string, Change['value']>>
  readonly id?: string
  /** The event's creation time, in milliseconds since 1970. */
  readonly at?: number
  /** The same seed makes the same event. */
  readonly seed?: string
  readonly tamper?: Tampering
  readonly timeoutMs?: number
}

/** What was sent, and what came of it. */
export interface SentEvent extends Pick<Attempt, 'outcome' | 'response' | 'unreachable' | 'durationMs'> {
  readonly provider: string
  readonly type: string
  readonly eventId: string | null
  readonly headers: Headers
  readonly body: Uint8Array
}

export interface ReceiverOptions extends Partial<Secrets> {
  readonly provider?: string
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly clock?: Clock
}

/** A receiver that verifies and remembers what comes. */
export interface Receiver {
  readonly url: string
  readonly deliveries: readonly Delivery[]
  /**
   * The next delivery of a type (a glob) that was not asked for before; those that have come count. Rejects when the
   * receiver is closed first, or `signal` is aborted.
   */
  next(type?: string, signal?: AbortSignal): Promise<Delivery>
  close(): Promise<void>
}

export interface SandboxOptions {
  /** Its clock; the real one, where it is left out. With a `virtualClock()` it moves only when it is told to. */
  readonly clock?: Clock | VirtualClock
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** The key of its management API; `sandbox`, where it is left out. */
  readonly apiKey?: string
  /** The secret of what is registered; made, where it is left out. */
  readonly secret?: string
  /** An endpoint that takes all events. */
  readonly to?: string | URL
  /** Takes URLs without https from any host, not just this machine. */
  readonly allowHttp?: boolean
  /** Delivers to other machines too. */
  readonly deliverAnywhere?: boolean
  /** The same seed makes the same ids and secrets. */
  readonly seed?: string
}

export interface EmitOptions {
  /** Fields to change, by path: `{ 'data.status': 'rejected' }`. */
  readonly set?: Readonly<Record<string, Change['value']>>
  /** Whether they may be fields that the sample lacks. */
  readonly add?: boolean
  readonly count?: number
  /** Only to endpoints of this workspace, and of none. */
  readonly workspace?: string
}

/** A provider's webhook platform on this machine; it keeps nothing. */
export interface Sandbox {
  /** Where it listens, as a URL without a path; its control API is below `/_sandbox`. */
  readonly url: string
  /** In the place of the base URL of the provider's API; undefined where it has none. */
  readonly apiUrl: string | undefined
  readonly apiKey: string
  readonly clock: {
    /** Milliseconds since 1970. */
    now(): number
    /** Moves a virtual clock on, by milliseconds or `2h`. All that falls due was sent, in order, when it resolves. */
    advance(by: number | string): Promise<void>
  }
  /** Lets events happen. On a virtual clock what is due at once was sent when it resolves. Rejects with HooksError for an unknown type. */
  emit(type: string, options?: EmitOptions): Promise<{ readonly id: string | null; readonly type: string }[]>
  /** Registers an endpoint without the provider's API: for all events, or types and globs. */
  register(
    url: string | URL,
    options?: { readonly events?: readonly string[]; readonly secret?: string; readonly workspace?: string },
  ): Promise<{ readonly id: string }>
  /** Delivers an event once more. */
  redeliver(eventId: string): Promise<void>
  deliveries(): DeliveryState[]
  /** The secrets in force: of each endpoint or, as the provider has it, of the company and its workspaces. */
  secrets(): {
    readonly of: string
    readonly secret: string
    readonly previous: string | null
    readonly overlapEndsAt: string | null
  }[]
  state(): PlatformState
  /** Forgets everything, but for the clock. */
  reset(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface Library {
  /** The headers that a provider signs a body with. Throws HooksError where provider or secret are wrong. */
  sign(options: SignOptions): Record<string, string>
  /** Whether a request is genuine, and if not, why. Never throws for anything in the request. */
  verify(options: VerifyOptions): Verdict
  /** Sends one signed event. A handler that refuses, is late or is down is a result. */
  send(options: SendOptions): Promise<SentEvent>
  receiver(options?: ReceiverOptions): Promise<Receiver>
  /** Runs a provider's webhook platform: its management API, and real deliveries. */
  sandbox(provider: string, options?: SandboxOptions): Promise<Sandbox>
}
