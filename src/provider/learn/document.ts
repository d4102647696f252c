import type { Json } from '../../http/body.ts'
import { isObject, textOf } from '../../http/body.ts'
import { headerValue } from '../../http/headers.ts'
import type { Headers, Request } from '../../http/message.ts'
import type { ContentForm } from '../payload.ts'
import { readPayload } from '../payload.ts'
import type { EventPlaces } from './event-places.ts'
import { eventPlaces, idGenerator } from './event-places.ts'
import { literal, tellingHeaders } from './pieces.ts'
import type { Scheme } from './scheme.ts'

export interface Describing {
  readonly name: string
  readonly request: Request
  /** When the request came, in milliseconds since 1970. */
  readonly at: number
  readonly scheme: Scheme
}

/** A provider file with what a request showed: its scheme, where its event's id and type stand, and the event itself. */
export function providerDocument({ name, request, at, scheme }: Describing): Json {
  const content = contentOf(request)
  const payload = withoutSignature(readPayload(content, request.body), scheme)
  const places = eventPlaces(request, payload)
  const day = new Date(at).toISOString().slice(0, 10)
  const sample = {
    type: String(places.type?.value),
    about: `Captured on ${day}.`,
    origin: 'captured',
    at: new Date(at).toISOString(),
    body: payload,
    ...after(content, request),
  }
  return plainJson({
    formatVersion: 1,
    name,
    title: titleOf(name),
    about: `Learnt from a delivery of ${day}.`,
    signature: scheme.signature,
    ...(content === 'form' ? { content } : {}),
    headers: otherHeaders(request, places, scheme),
    event: eventRule(places, scheme),
    events: payload !== undefined && places.type && isFlat(payload, deepest) ? [sample] : [],
  })
}

/** `acme-inc` is written `Acme Inc`. */
const titleOf = (name: string): string =>
  name
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')

/** A provider file may nest no deeper than 100, and a sample stands in it at the third level. */
const deepest = 90

const isFlat = (json: Json, levels: number): boolean =>
  typeof json !== 'object' ||
  json === null ||
  (levels > 0 && Object.values<Json>(json).every((inner) => isFlat(inner, levels - 1)))

/** The same without what is undefined. */
const plainJson = (value: object): Json => JSON.parse(JSON.stringify(value))

const contentOf = ({ headers }: Request): ContentForm =>
  /^application\/x-www-form-urlencoded\b/i.test(headerValue(headers, 'content-type') ?? '') ? 'form' : 'json'

/** What stands behind the payload. */
function after(content: ContentForm, { body }: Request): { after?: string } {
  const [space = ''] = content === 'form' ? [] : (/[ \t\r\n]{1,8}$/.exec(textOf(body.subarray(-8))) ?? [])
  return space === '' ? {} : { after: space }
}

function withoutSignature(payload: Json | undefined, { signature }: Scheme): Json | undefined {
  const key = signature.inBody?.key
  if (key === undefined || !isObject(payload)) return payload
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== key))
}

function eventRule({ id, type, outerType, createdAt }: EventPlaces, scheme: Scheme) {
  const signed = scheme.id?.separator === undefined ? scheme.id : undefined
  const place = signed ? `header:${signed.name}` : id?.place
  const value = signed?.text ?? id?.value
  const digits = typeof createdAt?.value === 'number' || /^\d+$/.test(String(createdAt?.value ?? ''))
  const unit = String(createdAt?.value ?? '').length > 10 ? 'ms' : 's'
  return {
    id: place,
    type: type && outerType ? [type.place, outerType.place] : (type?.place ?? 'type'),
    createdAt: createdAt?.place,
    ...(createdAt && digits ? { times: [{ path: createdAt.place, unit }] } : {}),
    ...(value === undefined ? {} : { newId: idGenerator(value) }),
  }
}

/** The headers besides the signature's: the content type, those that repeat the event's id or type or tell the time, and what is signed. */
function otherHeaders(
  request: Request,
  { id, type }: EventPlaces,
  { signature, id: signed, timeHeader }: Scheme,
) {
  const signing = new Set(Object.keys(signature.headers).map((name) => name.toLowerCase()))
  const fields = new Map<string, string>()
  if (type) fields.set(String(type.value), '{type}')
  const idValue = signed?.text ?? id?.value
  if (idValue !== undefined) fields.set(String(idValue), '{id}')
  const isSigned = (name: string): boolean => signature.signs.includes(`{header:${name}}`)
  const lines = tellingHeaders(request.headers).flatMap(([name, value]): Headers => {
    const plain = isSigned(name) ? literal(value) : undefined
    const template = name === timeHeader ? '{timestamp}' : (fields.get(value) ?? plain)
    return template === undefined || signing.has(name.toLowerCase()) ? [] : [[name, template]]
  })
  const contentType = headerValue(request.headers, 'content-type')
  return Object.fromEntries([
    ...(contentType === undefined ? [] : [['Content-Type', literal(contentType)] as const]),
    ...lines,
  ])
}

/** A name for the sender, out of the header that bears its signature: `X-Acme-Signature` is of `acme`. */
export function senderName({ signature }: Scheme): string {
  const [header = ''] = Object.entries(signature.headers)
    .filter(([, template]) => template.includes('{signature}'))
    .map(([name]) => name)
  const words = header
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !ordinary.test(word))
  return words[0] ?? 'learnt'
}

const ordinary =
  /^(x|hub|http|webhooks?|hooks?|signatures?|sig|sign|hmac|sha\d*|ed25519|token|auth|authorization|api|key|secret|event|request|v\d+)$/
