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
import type { Clock } from '../time/clock.ts'

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

export interface Library {
  /** The headers that a provider signs a body with. Throws HooksError where provider or secret are wrong. */
  sign(options: SignOptions): Record<string, string>
  /** Whether a request is genuine, and if not, why. Never throws for anything in the request. */
  verify(options: VerifyOptions): Verdict
  /** Sends one signed event. A handler that refuses, is late or is down is a result. */
  send(options: SendOptions): Promise<SentEvent>
  receiver(options?: ReceiverOptions): Promise<Receiver>
}
