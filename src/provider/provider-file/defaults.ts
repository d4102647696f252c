import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { mergeDocuments } from '../catalog.ts'
import { textAt } from '../path.ts'
import type { Profile } from '../profile.ts'

/** A JSON object. */
export interface Fields {
  readonly [key: string]: Json
}

/** The profile that a file describes: its words over those of its base, or over what a file need not say. */
export function profileDocument({ events: _, vectors: __, ...own }: Fields, base: Fields | undefined): Json {
  const title = typeof own.name === 'string' && own.name !== '' ? own.name : 'Your own'
  return mergeDocuments({ ...(base ? variantOf(base) : defaultsFor(own)), title }, own)
}

function variantOf({ formatVersion: _, name: __, title, ...base }: Fields): Fields {
  return { ...base, about: `Your own variant of ${textOf(title)}.` }
}

function defaultsFor(own: Fields): Fields {
  return {
    about: 'A provider of your own.',
    sources: {},
    signature: signatureDefaults(fieldsIn(own.signature)),
    headers: headerDefaults(own),
    event: eventDefaults(own),
    delivery: deliveryDefaults,
    api: { about: 'The file says nothing of an API.' },
  }
}

/** A text, or nothing where something else stands: what is wrong with that is told elsewhere. */
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const fieldsIn = (value: Json | undefined): Fields => (isObject(value) ? value : {})

function signatureDefaults({ algorithm = 'hmac-sha256', inBody }: Fields): Fields {
  const token = algorithm === 'token'
  const shared = token || textOf(algorithm).startsWith('hmac-')
  return {
    algorithm,
    key: { encoding: shared ? 'utf8' : 'pem' },
    encoding: token ? 'utf8' : shared ? 'hex' : 'base64',
    // A token stands for itself, whatever is signed.
    ...(token ? { signs: '{body}' } : {}),
    ...(inBody === undefined ? {} : { headers: {} }),
  }
}

function headerDefaults({ content, headers }: Fields): Fields {
  const given = Object.keys(fieldsIn(headers)).some((name) => name.toLowerCase() === 'content-type')
  const type = content === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  return given ? {} : { 'Content-Type': type }
}

/** Events that have an id get a new one each time they are sent, whether it stands in the payload or in a header. */
function eventDefaults({ event, signature, headers }: Fields): Fields {
  const bearsId = fieldsIn(event).id !== undefined || JSON.stringify([signature, headers]).includes('{id}')
  return bearsId ? { newId: 'evt_{ulid}' } : {}
}

const assumed = (value: Json): Fields => ({ value, published: false, note: 'The file does not say.' })

const deliveryDefaults: Fields = {
  timeout: assumed('10s'),
  success: assumed('2xx'),
  schedule: assumed(['0s', '1m', '5m', '30m', '2h']),
  countedFrom: assumed('previous'),
  afterLast: assumed('failed'),
}

/** A sample with what a file need not say of it. */
export function fixtureDocument(own: Json, event: Profile['event'] | undefined): Json {
  if (!isObject(own)) return own
  const at = new Date(sampleTime(own.body, event)).toISOString()
  return { about: `The event ${textOf(own.type)}.`, origin: 'composed', at, ...own }
}

/** A vector with what a file need not say of it; its time only where none is signed. */
export function vectorDocument(own: Json, number: number, dated: boolean): Json {
  if (!isObject(own)) return own
  const at = dated ? {} : { at: new Date(someTime).toISOString() }
  return { title: `vector ${number}`, origin: 'self-computed', ...at, ...own }
}

const someTime = Date.UTC(2026, 0, 1)

/** When a sample came about: when it says that it was created, else the latest time in it, in milliseconds since 1970. */
function sampleTime(body: Json | undefined, event: Profile['event'] | undefined): number {
  const stated = event?.createdAt === undefined ? undefined : textAt(body, event.createdAt)
  const unit = event?.times?.find(({ path }) => path === event.createdAt)?.unit
  if (stated !== undefined && unit !== undefined)
    return validTime(Number(stated) * (unit === 's' ? 1_000 : 1))
  return validTime(
    isoTime(stated) ?? timesIn(body).reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY),
  )
}

/** A time that a date can hold. */
const validTime = (at: number): number => (Math.abs(at) < 8e15 ? at : someTime)

function isoTime(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}

function timesIn(json: Json | undefined): number[] {
  const at = isoTime(json)
  if (at !== undefined) return [at]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(timesIn) : []
}
