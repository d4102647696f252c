import { withHeaders, withoutHeaders } from '../http/headers.ts'
import type { Headers, Request } from '../http/message.ts'
import type { Random } from '../provider/generator.ts'
import { parseGenerator } from '../provider/generator.ts'
import type { Profile } from '../provider/profile.ts'
import { signRequest } from '../provider/sign.ts'
import { writeTimestamp } from '../provider/signed-content.ts'
import { withSignedQuery } from '../provider/signed-query.ts'
import { fieldsOf, parseTemplate, writeText } from '../provider/template.ts'
import type { Tampering } from './tamper.ts'
import { spoilRequest, spoilSigning } from './tamper.ts'

/** What a delivery of an event is made of. */
export interface Composition {
  readonly profile: Profile
  readonly event: {
    readonly id: string | null
    readonly type: string
    readonly body: Uint8Array
    /** When it was created, in milliseconds since 1970; without it, at the time of signing. */
    readonly at?: number
  }
  readonly to: URL
  /** The URL that is signed, where the provider signs one and knows the handler by another than `to`. */
  readonly publicUrl?: URL | undefined
  readonly secret: string
  readonly previousSecret?: string | undefined
  /** The time of signing, in milliseconds since 1970. */
  readonly at: number
  readonly random: Random
  /** Added, or put in the place of those that bear the same name. */
  readonly headers?: Headers
  readonly tamper?: Tampering | undefined
}

/** A request that is ready to be sent, and where to: a provider may add to the URL before it signs it. */
export interface Composed {
  readonly request: Request
  readonly to: URL
}

/** The request by which the provider delivers an event: its headers, then the signature's. Throws as `signRequest`. */
export function composeRequest(composition: Composition): Composed {
  const { profile } = composition
  const signing = spoilSigning(composition, composition.tamper)
  const headers = plainHeaders(composition, signing.at)
  const { request, to } = signed(headers, { ...composition, ...signing })
  const spoilt = spoilRequest(profile, request, composition.tamper)
  return { request: { ...spoilt, headers: withHeaders(spoilt.headers, composition.headers ?? []) }, to }
}

/** What `resign` needs beside the request. */
export type Resigning = Omit<Composition, 'headers' | 'tamper'>

/**
 * A request that was kept, made anew: signature and timestamp of this moment, a new attempt id, and everything else, the event's
 * id included, as it was.
 */
export function resign(headers: Headers, resigning: Resigning): Composed {
  const { profile, at } = resigning
  const gone = Object.keys(profile.signature.previous ?? {})
  const changing = Object.entries(profile.headers).filter(([, template]) =>
    fieldsOf(parseTemplate(template)).some((field) => field === 'attemptId' || field === 'timestamp'),
  )
  const anew = plainHeaders(resigning, at, Object.fromEntries(changing))
  return signed(withHeaders(withoutHeaders(headers, gone), anew), resigning)
}

/** Signs a request that has all other headers. */
function signed(headers: Headers, composition: Resigning): Composed {
  const { profile, event, to } = composition
  const url = withSignedQuery(profile.signature, to, event.body)
  const request = { method: 'POST', target: url.pathname + url.search, headers, body: event.body }
  const signature = signRequest(profile, {
    ...composition,
    ...request,
    url: withSignedQuery(profile.signature, composition.publicUrl ?? to, event.body).href,
    id: event.id ?? undefined,
  })
  return {
    request: { ...request, headers: withHeaders(headers, signature.headers), body: signature.body },
    to: url,
  }
}

/** The headers besides the signature's, written for one attempt. */
function plainHeaders(
  { profile, event, random }: Pick<Composition, 'profile' | 'event' | 'random'>,
  at: number,
  templates = profile.headers,
): Headers {
  const { newAttemptId } = profile.delivery
  const unit = profile.signature.timestamp?.unit ?? 's'
  const fields = new Map<string, string | null>([
    ['id', event.id],
    ['type', event.type],
    ['timestamp', writeTimestamp(unit, at)],
    ['createdAt', writeTimestamp(unit, event.at ?? at)],
    ['attemptId', newAttemptId === undefined ? null : parseGenerator(newAttemptId)({ random, at })],
  ])
  return Object.entries(templates).map(([name, template]) => [
    name,
    writeText(parseTemplate(template), (field) => fields.get(field) ?? undefined),
  ])
}
