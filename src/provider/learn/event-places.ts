import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import type { Request } from '../../http/message.ts'
import { parsePath } from '../path.ts'
import { tellingHeaders } from './pieces.ts'

/** Something that a request says of its event, and where. */
export interface Told {
  /** As a profile names it: a path, or `header:NAME`. */
  readonly place: string
  readonly value: string | number
}

/** What a request seems to say of its event. */
export interface EventPlaces {
  readonly id: Told | undefined
  readonly type: Told | undefined
  /** Where the type of the envelope stands, if that has one of its own. */
  readonly outerType: Told | undefined
  readonly createdAt: Told | undefined
}

/** Names in small letters without signs between their words, the likeliest first. */
const names = {
  type: ['eventtype', 'type', 'event', 'eventname', 'topic'],
  weakType: ['action', 'kind', 'status', 'messagestatus', 'smsstatus', 'callstatus', 'state', 'name'],
  id: ['eventid', 'id', 'webhookid', 'messageid', 'deliveryid', 'notificationid', 'uuid', 'guid'],
  createdAt: ['createdat', 'created', 'timestamp', 'occurredat', 'eventtime', 'sentat', 'time', 'date'],
} as const

const inHeader = {
  type: /(^|[-_])(event|topic|type|event[-_]?(type|name))$/i,
  id: /(^|[-_])((event|message|msg|webhook|delivery)[-_]?(id|uuid|guid)|delivery|id|idempotency[-_](key|token))$/i,
} as const

/** A word such as `job.completed` or `orders/create`. */
const isType = (value: Json): boolean => typeof value === 'string' && /^[A-Za-z][\w.:/-]{0,79}$/.test(value)
const isId = (value: Json): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value))
const isText = (value: Json): boolean => typeof value === 'string' && isId(value)
const isTime = (value: Json): boolean =>
  /^(1\d{9}|1\d{12}|\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2}))$/.test(String(value))

/** Finds what a request seems to say of its event, by the names of fields and headers. */
export function eventPlaces({ headers }: Pick<Request, 'headers'>, payload: Json | undefined): EventPlaces {
  const fields = fieldsOf(payload)
  const field = (wanted: readonly string[], fits: (value: Json) => boolean): Told | undefined =>
    wanted
      .flatMap((name) => fields.filter((each) => each.name === name && fits(each.told.value)))
      .map(({ told }) => told)[0]
  const lines = tellingHeaders(headers)
  const header = (wanted: RegExp, fits: (value: Json) => boolean): Told | undefined => {
    const line = lines.find(([name, value]) => wanted.test(name) && fits(value))
    return line && { place: `header:${line[0]}`, value: line[1] }
  }
  const typeHeader = header(inHeader.type, isType)
  // Where a header repeats what a field says, that field is the one.
  const repeated = fields.find(({ told }) => told.value === typeHeader?.value)?.told
  const inner = fields.find(({ told }) => /(^|\.)event\.type$/.test(told.place) && isType(told.value))?.told
  const outer = field(names.type, isType)
  return {
    type: repeated ?? inner ?? outer ?? typeHeader ?? field(names.weakType, isType),
    outerType: repeated || !inner || inner === outer ? undefined : outer,
    // A number is likelier to be the id of what the event is about.
    id: field(names.id, isText) ?? header(inHeader.id, isId) ?? field(names.id, isId),
    createdAt: field(names.createdAt, isTime),
  }
}

interface NamedField {
  readonly name: string
  readonly told: Told
}

/** How many fields of an object are looked at. */
const mostFields = 200

/** The plain fields at the top of a payload (of a list, of its first item), then those of its `event`. */
function fieldsOf(payload: Json | undefined): NamedField[] {
  const [top, front] = Array.isArray(payload) ? [payload[0], '[0].'] : [payload, '']
  if (!isObject(top)) return []
  const inner = isObject(top.event) ? plainFields(top.event, `${front}event.`) : []
  return [...plainFields(top, front), ...inner]
}

const plainFields = (object: Readonly<Record<string, Json>>, front: string): NamedField[] =>
  Object.entries(object)
    .slice(0, mostFields)
    .flatMap(([key, value]) => {
      const place = front + key
      if (parsePath(place) === undefined) return []
      const told = typeof value === 'string' || typeof value === 'number' ? { place, value } : undefined
      return told ? [{ name: key.toLowerCase().replaceAll(/[^a-z0-9]/g, ''), told }] : []
    })

/** How ids like this one may be made: its letters up to the last sign, and chance of the same kind behind it. */
export function idGenerator(id: string | number): string {
  const text = String(id)
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.exec(text)
  const chance = uuid?.[0] ?? /[0-9A-Za-z]{1,64}$/.exec(text)?.[0] ?? ''
  const front = text
    .slice(0, text.length - chance.length)
    .replaceAll('{', '{{')
    .replace(/(?<![0-9A-Za-z])1\d{9}(?![0-9A-Za-z])/, '{unix}')
  if (uuid) return `${front}{uuid}`
  // Of a short sample, there would be too few.
  if (chance.length < 6) return `${front}{base36:12}`
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(chance)) return `${front}{ulid}`
  const kind = /^\d+$/.test(chance) ? 'digits' : /^[0-9a-f]+$/.test(chance) ? 'hex' : 'base36'
  return `${front}{${kind}:${chance.length}}`
}
