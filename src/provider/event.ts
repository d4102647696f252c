import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { bytesOf, isObject } from '../http/body.ts'
import type { Random } from './generator.ts'
import { parseGenerator } from './generator.ts'
import { identify, isHeaderPlace } from './identify.ts'
import { editJson } from './json-edit.ts'
import { nearest } from './nearest.ts'
import { leafPaths, parsePath, placesOf, textAt, valueAt } from './path.ts'
import { writePayload } from './payload.ts'
import type { Fixture, Profile } from './profile.ts'

/** A field to be changed: `data.status=rejected`. With `add`, it may be one that is not there. */
export interface Change {
  readonly path: string
  readonly value: Json
  /** The value as it was written in JSON, where that says more: a number may have more digits than a double holds. */
  readonly written?: string | undefined
  readonly add: boolean
}

export interface EventWishes {
  readonly random: Random
  /** The event's creation time, in milliseconds since 1970; every time in the payload moves along. */
  readonly at: number
  readonly id?: string | undefined
  readonly changes?: readonly Change[]
}

/** An event that is ready to be signed and sent. */
export interface Event {
  readonly id: string | null
  readonly type: string
  readonly at: number
  readonly body: Uint8Array
}

/**
 * Brings a fixture to life: a fresh id in the provider's own form, a fresh creation time, and all other times at the same
 * distance from it as in the sample.
 *
 * @throws HooksError `unknown-path` for a change to a field that the fixture lacks, `not-supported` for an id where the
 *   provider's events bear none
 */
export function makeEvent(profile: Profile, fixture: Fixture, wishes: EventWishes): Event {
  const id = bearsId(profile, fixture, wishes) ? newId(profile, wishes) : undefined
  const fresh = Object.entries(profile.event.fresh ?? {}).map(([path, generator]) => ({
    path,
    value: parseGenerator(generator)(wishes),
    add: false,
  }))
  const { event, content } = profile
  const own =
    id !== undefined && event.id && !isHeaderPlace(event.id)
      ? [{ path: event.id, value: id, add: false }]
      : []
  const by = wishes.at - Date.parse(fixture.at)
  const moved = JSON.stringify(moveTimes(fixture.body, by))
  const dated = moveNumbers(profile, moved, by)
  const changes = [...fresh, ...own, ...(wishes.changes ?? [])]
  const text = applyChanges(dated, changes, `the fixture of ${fixture.type}`)
  const written = content === 'form' ? writePayload(content, JSON.parse(text)) : text
  const body = bytesOf(written + (fixture.after ?? ''))
  const found = identify(profile, { headers: [], body })
  return { id: found.id ?? id ?? null, type: found.type ?? fixture.type, at: wishes.at, body }
}

/** Not every payload has an id where the others of its provider have theirs: what asks a new endpoint is no event. */
function bearsId({ event }: Profile, { body }: Fixture, wishes: EventWishes): boolean {
  if (wishes.id !== undefined || event.id === undefined || isHeaderPlace(event.id)) return true
  return textAt(body, event.id) !== undefined
}

function newId({ title, event }: Profile, wishes: EventWishes): string | undefined {
  if (event.newId !== undefined) return wishes.id ?? parseGenerator(event.newId)(wishes)
  if (wishes.id === undefined) return undefined
  throw new HooksError(
    'not-supported',
    `Events of ${title} bear no id, so none can be set.`,
    event.identity ? `They are told apart by ${event.identity}: change one of these with --set.` : undefined,
  )
}

/**
 * Puts changes into a JSON text.
 *
 * @param where what is changed, for the error
 * @throws HooksError `unknown-path` where a path leads nowhere
 */
export function applyChanges(text: string, changes: readonly Change[], where: string): string {
  let result = text
  for (const { path, value, written, add } of changes) {
    const steps = parsePath(path)
    const edited = steps && editJson(result, steps, { json: written ?? JSON.stringify(value), add })
    if (edited === undefined) throw unknownPath(path, { text: result, where })
    result = edited
  }
  return result
}

function unknownPath(path: string, { text, where }: { text: string; where: string }): HooksError {
  const known = leafPaths(JSON.parse(text))
  const near = nearest(path, known)
  const some = known.length > 0 ? known.slice(0, 8).join(', ') : 'no fields'
  const names = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It has ${some}.`
  return new HooksError(
    'unknown-path',
    `There is no '${path}' in ${where}.`,
    `${names} --add makes a new field.`,
  )
}

/** The times that are numbers, moved by so many milliseconds; a time that is a text of digits stays one. */
function moveNumbers({ event }: Profile, text: string, by: number): string {
  const body: Json = JSON.parse(text)
  const times = (event.times ?? []).flatMap(({ path, unit }) =>
    placesOf(body, parsePath(path) ?? []).map((place) => ({ place, unit })),
  )
  // Two patterns may name the same place, which is moved once.
  const once = new Map(times.map((time) => [JSON.stringify(time.place), time]))
  return [...once.values()].reduce((result, { place, unit }) => {
    const value = valueAt(body, place)
    const moved =
      typeof value === 'number' || typeof value === 'string' ? moveNumber(value, by, unit) : undefined
    return moved === undefined
      ? result
      : (editJson(result, place, { json: JSON.stringify(moved), add: false }) ?? result)
  }, text)
}

/** A number keeps its precision: whole ones stay whole, a text its number of digits. What is no number stays as it is. */
function moveNumber(value: number | string, by: number, unit: 's' | 'ms'): number | string | undefined {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? []
  if (whole === undefined) return undefined
  const scale = 10 ** fraction.length
  const moved = Math.floor((by * scale) / (unit === 's' ? 1_000 : 1))
  const sum = BigInt(whole + fraction) + BigInt(moved)
  // Digits cannot say a time before 1970.
  if (sum < 0n) return undefined
  const digits = String(sum).padStart(fraction.length + 1, '0')
  const point = digits.length - fraction.length
  const text = fraction === '' ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return typeof value === 'number' ? Number(text) : text
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/

/** Moves every ISO 8601 time in a JSON value by so many milliseconds. */
function moveTimes(json: Json, by: number): Json {
  if (typeof json === 'string') return moveTime(json, by)
  if (Array.isArray(json)) return json.map((item: Json) => moveTimes(item, by))
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, moveTimes(value, by)]))
}

/** A time keeps its precision and its zone; what is none, or would be none in any calendar, stays as it is. */
function moveTime(text: string, by: number): string {
  const [whole, fraction, zone = ''] = isoTime.exec(text) ?? []
  // What a clock in its own zone shows moves as far as the time itself.
  const moved = new Date(Date.parse(`${text.slice(0, text.length - zone.length)}Z`) + by)
  if (whole === undefined || Number.isNaN(moved.getTime())) return text
  const [seconds = '', milliseconds = ''] = moved.toISOString().slice(0, -1).split('.')
  if (fraction === undefined) return seconds + zone
  return `${seconds}.${(milliseconds + fraction.slice(3)).slice(0, fraction.length)}${zone}`
}
