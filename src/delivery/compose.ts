import { withHeaders, withoutHeaders } from '../http/headers.ts'
import type { Headers, Request } from '../http/message.ts'
import type { Random } from '../provider/generator.ts'
import { parseGenerator } from '../provider/generator.ts'
import type { Profile } from '../provider/profile.ts'
import { signatureHeaders } from '../provider/sign.ts'
import { writeTimestamp } from '../provider/signed-content.ts'
import { fieldsOf, parseTemplate, writeText } from '../provider/template.ts'
import type { Tampering } from './tamper.ts'
import { spoilRequest, spoilSigning } from './tamper.ts'

/** What a delivery of an event is made of. */
export interface Composition {
  readonly profile: Profile
  readonly event: { readonly id: string | null; readonly type: string; readonly body: Uint8Array }
  readonly to: URL
  readonly secret: string
  readonly previousSecret?: string | undefined
  /** The time of signing, in milliseconds since 1970. */
  readonly at: number
  readonly random: Random
  /** Added, or put in the place of those that bear the same name. */
  readonly headers?: Headers
  readonly tamper?: Tampering | undefined
}

/** The request by which the provider delivers an event: its headers, then the signature's. Throws as `signatureHeaders`. */
export function composeRequest(composition: Composition): Request {
  const { profile, event, to } = composition
  const { secret, at } = spoilSigning(composition, composition.tamper)
  const request = {
    method: 'POST',
    target: to.pathname + to.search,
    headers: plainHeaders(composition, at),
    body: event.body,
  }
  const signature = signatureHeaders(profile, {
    ...request,
    url: to.href,
    id: event.id ?? undefined,
    secret,
    previousSecret: composition.previousSecret,
    at,
  })
  const signed = { ...request, headers: withHeaders(request.headers, signature) }
  const spoilt = spoilRequest(profile, signed, composition.tamper)
  return { ...spoilt, headers: withHeaders(spoilt.headers, composition.headers ?? []) }
}

/** What `resign` needs beside the request. */
export type Resigning = Omit<Composition, 'headers' | 'tamper'>

/**
 * A request that was kept, made anew: signature and timestamp of this moment, a new attempt id, and everything else, the event's
 * id included, as it was.
 */
export function resign(headers: Headers, resigning: Resigning): Request {
  const { profile, event, to, at } = resigning
  const gone = Object.keys(profile.signature.previous ?? {})
  const changing = Object.entries(profile.headers).filter(([, template]) =>
    fieldsOf(parseTemplate(template)).some((field) => field === 'attemptId' || field === 'timestamp'),
  )
  const anew = withHeaders(
    withoutHeaders(headers, gone),
    plainHeaders(resigning, at, Object.fromEntries(changing)),
  )
  const request = { method: 'POST', target: to.pathname + to.search, headers: anew, body: event.body }
  const signature = signatureHeaders(profile, {
    ...resigning,
    ...request,
    url: to.href,
    id: event.id ?? undefined,
  })
  return { ...request, headers: withHeaders(anew, signature) }
}

/** The headers besides the signature's, written for one attempt. */
function plainHeaders(
  { profile, event, random }: Pick<Composition, 'profile' | 'event' | 'random'>,
  at: number,
  templates = profile.headers,
): Headers {
  const { newAttemptId } = profile.delivery
  const fields = new Map<string, string | null>([
    ['id', event.id],
    ['type', event.type],
    ['timestamp', writeTimestamp(profile.signature.timestamp?.unit ?? 's', at)],
    ['attemptId', newAttemptId === undefined ? null : parseGenerator(newAttemptId)({ random, at })],
  ])
  return Object.entries(templates).map(([name, template]) => [
    name,
    writeText(parseTemplate(template), (field) => fields.get(field) ?? undefined),
  ])
}
