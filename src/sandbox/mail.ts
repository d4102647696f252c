import { composeRequest } from '../delivery/compose.ts'
import type { Tried } from '../delivery/deliver.ts'
import { tryOnce } from '../delivery/deliver.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { newOutgoing } from '../delivery/new-delivery.ts'
import { bytesOf } from '../http/body.ts'
import type { Headers, Request } from '../http/message.ts'
import type { Send } from '../http/send.ts'
import type { Core } from './core.ts'
import type { EmittedEvent, Registered, Secret } from './records.ts'
import { newSecret, secretOwner, signingSecrets } from './secrets.ts'

/** One request to one endpoint. */
export interface Mail {
  readonly delivery: Delivery
  readonly request: Request
  readonly to: URL
}

interface Mailing {
  /** The id of the delivery. */
  readonly id: string
  readonly event: EmittedEvent
  readonly endpoint: Pick<Registered, 'id' | 'url' | 'workspace'>
  readonly at: number
  /** What it is signed with; what is known of the endpoint where it is left out. */
  readonly secret?: Secret | undefined
}

/** Writes and signs the request of an attempt, with the secrets and to the URL that the endpoint has by now. */
export function composeMail(core: Core, { id, event, endpoint, at, secret }: Mailing): Mail {
  const { profile, random, ledger } = core
  const owner = secretOwner(core.api, endpoint)
  const known = secret ?? ledger.get('secret', owner) ?? newSecret(owner, core.wishes.secret ?? '', at)
  const content = { id: event.id, type: event.type, body: bytesOf(event.body) }
  const secrets = signingSecrets(known, at)
  const { request, to } = composeRequest({
    profile,
    event: content,
    to: new URL(endpoint.url),
    ...secrets,
    at: core.signTime(at),
    random,
  })
  const facts = { provider: profile.name, eventId: event.id, type: event.type, unknownType: false }
  const delivery = { ...newOutgoing({ ...facts, random, at, request, to }), id }
  return { delivery, request, to }
}

/** Sends it, once. */
export const sendMail = (
  { profile, clock, send, policy, wishes }: Core,
  { delivery, request, to }: Mail,
  { number, signal }: { readonly number: number; readonly signal: AbortSignal },
): Promise<Tried> =>
  tryOnce(
    { delivery, profile, to, request, number, timeoutMs: policy.timeLimitMs },
    { send: wishes.deliverAnywhere ? send : onlyHere(send), clock, signal },
  )

/** Whether a host is this machine; names are not looked up. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(hostname) || /\.localhost$/.test(hostname)

/** Sends to this machine only: anything else counts as unreachable. */
const onlyHere =
  (send: Send): Send =>
  async (outgoing) =>
    isLoopback(outgoing.url.hostname)
      ? send(outgoing)
      : {
          kind: 'unreachable',
          why: 'unroutable',
          detail: 'the sandbox delivers to this machine only',
          addresses: [],
          durationMs: 0,
        }

/** The headers that were the provider's own. */
export const ownHeaders = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(headers.filter(([name]) => !/^(content-type|user-agent)$/i.test(name)))
