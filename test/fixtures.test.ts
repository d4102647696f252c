import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderAt } from '../src/host/package-files.ts'
import type { Json } from '../src/http/body.ts'
import { bytesOf, isObject, textOf } from '../src/http/body.ts'
import { createCatalog, familyName } from '../src/provider/catalog.ts'
import { makeEvent } from '../src/provider/event.ts'
import { handshakeAnswer, handshakeType } from '../src/provider/handshake.ts'
import { isHeaderPlace, typePlaces } from '../src/provider/identify.ts'
import { leafPaths, textAt, valueAt } from '../src/provider/path.ts'
import { readPayload } from '../src/provider/payload.ts'
import type { Fixture, Profile } from '../src/provider/profile.ts'
import { fixtureSchema, profileSchema, vectorsSchema } from '../src/provider/profile.ts'
import { signRequest } from '../src/provider/sign.ts'
import { verify } from '../src/provider/verify.ts'
import { schemes, unix } from './support/signature-schemes.ts'

const root = join(import.meta.dirname, '../fixtures')
const folder = folderAt(root)
const catalog = createCatalog(folder)
const read = (path: string): Json => JSON.parse(folder.text(path) ?? 'null')

/** Every event type of every folder, as the provider's documents list them. */
const documented = {
  example:
    'payment.failed payment.succeeded resource.created resource.deleted resource.updated user.created user.updated',
  firma:
    'signing_request.cancelled signing_request.completed signing_request.created signing_request.expired signing_request.sent signing_request.signed signing_request.updated signing_request.viewed template.created template.deleted template.updated workspace.created workspace.updated',
  'firma@2026-04':
    'domain.verification.failed domain.verified signing_request.cancelled signing_request.certificate.generated signing_request.completed signing_request.created signing_request.document.updated signing_request.expired signing_request.field.filled signing_request.recipient.added signing_request.recipient.declined signing_request.recipient.signed signing_request.recipient.updated signing_request.reminder.sent signing_request.sent signing_request.updated signing_request.viewed template.created template.deleted template.field.added template.updated template.used workspace.created workspace.deleted workspace.updated',
  'firma@2026-08':
    'domain.verification.failed domain.verified signing_request.cancelled signing_request.certificate.generated signing_request.completed signing_request.created signing_request.deleted signing_request.expired signing_request.recipient.declined signing_request.recipient.identity_changed signing_request.recipient.signed signing_request.reminder.sent signing_request.sent signing_request.updated signing_request.viewed template.updated template.used workspace.created workspace.updated',
  firsthand: 'job.cancelled job.completed submission.approved submission.rejected',
  'firsthand@2026-03':
    'credits.auto_topped_up credits.expired credits.expiring_soon credits.low_balance credits.purchased job.cancelled job.completed job.flagged submission.approved submission.rejected submission.scored',
  headshotpro: 'model.created model.deleted model.favorite_selected model.photos_ready model.status.updated',
  'headshotpro@timestamped':
    'model.created model.deleted model.favorite_selected model.photos_ready model.status.updated',
  pixelpatrol: 'media.created media.moderated test.webhook',
  'pixelpatrol@ping': 'webhook.test.ping',
  'pixelpatrol@prefixed': 'media.created media.moderated moderation.completed',
  discord:
    'APPLICATION_AUTHORIZED APPLICATION_DEAUTHORIZED ENTITLEMENT_CREATE ENTITLEMENT_DELETE ENTITLEMENT_UPDATE GAME_DIRECT_MESSAGE_CREATE GAME_DIRECT_MESSAGE_DELETE GAME_DIRECT_MESSAGE_UPDATE LOBBY_MESSAGE_CREATE LOBBY_MESSAGE_DELETE LOBBY_MESSAGE_UPDATE PING',
  github: 'create issue_comment issues ping pull_request pull_request_review push release star workflow_run',
  'github@sha1':
    'create issue_comment issues ping pull_request pull_request_review push release star workflow_run',
  sendgrid:
    'bounce click deferred delivered dropped group_resubscribe group_unsubscribe open processed spamreport unsubscribe',
  shopify:
    'app/uninstalled customers/create customers/data_request customers/redact inventory_levels/update orders/cancelled orders/create orders/paid products/delete products/update shop/redact',
  slack:
    'app_home_opened app_mention app_uninstalled channel_created file_shared link_shared member_joined_channel message reaction_added team_join url_verification',
  'standard-webhooks':
    'contact.created contact.deleted contact.merged contact.updated example.event group.contact_added group.contact_removed group.created group.deleted',
  'standard-webhooks@asymmetric':
    'contact.created contact.deleted contact.merged contact.updated example.event group.contact_added group.contact_removed group.created group.deleted',
  stripe:
    'charge.dispute.created charge.refunded checkout.session.completed customer.created customer.subscription.created customer.subscription.deleted customer.subscription.updated invoice.paid invoice.payment_failed payment_intent.payment_failed payment_intent.succeeded',
  svix: 'background_task.finished endpoint.created endpoint.deleted endpoint.disabled endpoint.enabled endpoint.updated message.attempt.exhausted message.attempt.failing message.attempt.recovered',
  twilio:
    'busy completed delivered failed in-progress initiated no-answer read received ringing sent undelivered',
  'twilio@json':
    'com.twilio.messaging.inbound-message.received com.twilio.messaging.message.delivered com.twilio.messaging.message.failed com.twilio.messaging.message.queued com.twilio.messaging.message.read com.twilio.messaging.message.sent com.twilio.messaging.message.undelivered com.twilio.voice.status-callback.call.answered',
}

/** What is to be answered to those that ask something of a new endpoint. */
const handshakes: Record<string, unknown[]> = {
  discord: [{ type: 'PING', status: 204, contentType: 'application/json', body: '' }],
  slack: [
    {
      type: 'url_verification',
      status: 200,
      contentType: 'text/plain',
      body: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYsample',
    },
  ],
}

/** Those that the product was first asked for, and whose events are few. */
const seeds = ['example', 'firma', 'firsthand', 'headshotpro', 'pixelpatrol']

test('every provider has the event types that its documents list', () => {
  const found = Object.fromEntries(catalog.names.map((name) => [name, catalog.types(name).join(' ')]))
  expect(found).toEqual(documented)
})

test('the five providers have 32 event types without their dialects', () => {
  expect(seeds.flatMap(catalog.types)).toHaveLength(32)
})

test('each of the best-known providers has eight event types or more', () => {
  const few = catalog.names.filter((name) => catalog.types(name).length < 8)
  expect(few.filter((name) => !seeds.includes(familyName(name)))).toEqual([])
})

describe.each(catalog.names)('%s', (name) => {
  const document = read(`${name}/profile.json`)
  const profile = catalog.profile(name)
  const types = catalog.types(name)
  const fixtureOf = (type: string): Fixture => fixtureSchema.parse(catalog.fixture(name, type))
  const vectors = vectorsSchema.safeParse(read(`${name}/vectors.json`))

  test("has a profile that fits the schema and bears its folder's name", () => {
    expect(profileSchema.safeParse(profile).error?.issues ?? []).toEqual([])
    expect(profile).toMatchObject(name.includes('@') ? { name, extends: name.split('@')[0] } : { name })
  })

  test('repeats nothing of the profile that it extends', () => {
    const base = read(`${profile.extends ?? ''}/profile.json`)
    expect(repeated(document, base)).toEqual(profile.extends ? ['formatVersion'] : [])
  })

  test('has no figure that a dialect would merge with its own instead of replacing it', () => {
    const { schedule, jitter, retryAfter, disableAfter, whileDisabled } = profile.delivery
    const figures: unknown[] = [schedule, jitter, retryAfter, disableAfter, whileDisabled]
    const bare = figures.filter((figure) => typeof figure === 'object' && !Array.isArray(figure)).map(Object)
    expect(bare.filter((figure) => !('value' in figure))).toEqual([])
  })

  test('names each source that it has, and has each that it names', () => {
    const own = profileSchema.shape.sources.parse(valueAt(document, ['sources']) ?? {})
    const used = [profile, ...types.map(fixtureOf), vectors.data].flatMap(sourcesIn)
    expect({
      missing: used.filter((key) => !Object.hasOwn(profile.sources, key)),
      idle: Object.keys(own).filter((key) => !used.includes(key)),
    }).toEqual({ missing: [], idle: [] })
  })

  test('says of each section where it is from', () => {
    const { signature, event, delivery, rotation, handshakes = [], api } = profile
    const sections = [signature, event, delivery, rotation ?? api, ...handshakes, api]
    expect(sections.filter(({ source }) => source === undefined)).toEqual([])
  })

  test.each(types)('%s fits the schema and says in a sentence what happened', (type) => {
    expect(fixtureSchema.safeParse(catalog.fixture(name, type)).error?.issues ?? []).toEqual([])
    expect(fixtureOf(type).about).toMatch(/^[A-Z][^.]*\.$/)
  })

  test.each(types)('%s is an event as the profile describes it', (type) => {
    const fixture = fixtureOf(type)
    expect(fixture.type).toBe(type)
    expect(readEvent(profile, fixture)).toEqual(expectedEvent(profile, fixture))
  })

  test.each(types)('%s has times that can be', (type) => {
    expect(timeFaults(fixtureOf(type))).toEqual([])
  })

  test.each(types)('%s is a day younger when it is sent a day later', (type) => {
    const fixture = fixtureOf(type)
    const at = Date.parse(fixture.at) + 86_400_000
    const random = { bytes: (count: number) => new Uint8Array(count).fill(7) }
    const event = makeEvent(profile, fixture, { random, at })
    const sent = textOf(event.body)
    expect(sent.endsWith(fixture.after ?? '')).toBe(true)
    const body = fixtureSchema.shape.body.parse(readPayload(profile.content, event.body))
    const later = { ...fixture, at: new Date(at).toISOString() }
    const wanted = { ...expectedEvent(profile, later), fresh: expect.anything() }
    expect(readEvent(profile, { ...later, body })).toEqual(wanted)
  })

  test.each(types)('%s leaves no time behind when it is sent a day later', (type) => {
    const fixture = fixtureOf(type)
    const random = { bytes: (count: number) => new Uint8Array(count) }
    const event = makeEvent(profile, fixture, { random, at: Date.parse(fixture.at) + 86_400_000 })
    const body = fixtureSchema.shape.body.parse(readPayload(profile.content, event.body))
    const stayed = numericTimes(fixture).filter((path) => textAt(body, path) === textAt(fixture.body, path))
    expect(stayed).toEqual([])
  })

  test('has no two events that are duplicates of each other', () => {
    const events = types.map(fixtureOf).filter(({ body }) => !isHandshake(profile, body))
    const keys = events.map((fixture) => keyOf(profile, fixture))
    expect(keys.filter((key, index) => key === undefined || keys.indexOf(key) !== index)).toEqual([])
  })

  test('has a fixture of each handshake, and an answer to it', () => {
    const answers = types.flatMap((type) => {
      const answer = handshakeAnswer(profile, bytesOf(JSON.stringify(fixtureOf(type).body)))
      return answer ? [{ type, ...answer }] : []
    })
    expect(answers).toEqual(handshakes[name] ?? [])
    expect(answers).toHaveLength(profile.handshakes?.length ?? 0)
  })

  test('has two vectors or more, which fit the schema', () => {
    expect(vectors.error?.issues ?? []).toEqual([])
    expect(vectors.data?.length).toBeGreaterThanOrEqual(2)
  })

  test.each(vectors.data ?? [])('vector "$title" is what the documents call for', (vector) => {
    expect(vector.headers).toEqual(schemes[name]?.(vector))
  })

  test.each(vectors.data ?? [])('vector "$title" is what we sign and what we accept', (vector) => {
    const { secret, previousSecret, id, url = 'http://localhost/' } = vector
    const now = Date.parse(vector.at)
    const headers = Object.entries(vector.headers)
    const { pathname, search } = new URL(url)
    const request = { method: 'POST', target: pathname + search, headers, body: bytesOf(vector.body) }
    const signing = { ...request, url, id, secret, previousSecret, at: now }
    const secrets = { current: [secret], previous: [] }
    const verdict = verify(profile, { request, url, secrets, now })
    const { weak } = profile.signature
    expect(verdict).toEqual(
      weak === undefined ? { ok: true, key: 'current' } : { ok: true, key: 'current', weak },
    )
    if (!vector.verifyOnly) expect(signRequest(profile, signing)).toEqual({ headers, body: request.body })
  })
})

/** Whether a fixture is what the provider asks a new endpoint, and no event. */
const isHandshake = (profile: Profile, body: Json): boolean =>
  handshakeAnswer(profile, bytesOf(JSON.stringify(body))) !== undefined

/** What the profile's places say of a fixture's body. */
function readEvent(profile: Profile, { type, body }: Fixture) {
  const { event } = profile
  const inBody = (place: string | undefined) =>
    place === undefined || isHeaderPlace(place) || isHandshake(profile, body)
      ? undefined
      : textAt(body, place)
  const types = typePlaces(event).map((place) => (isHeaderPlace(place) ? type : textAt(body, place)))
  const createdAt = inBody(event.createdAt)
  const fresh = Object.keys(event.fresh ?? {}).map((path) => [path, textAt(body, path)])
  return {
    type: types.find((found) => found !== undefined) ?? handshakeType(profile, body),
    createdAt: createdAt && instantOf(createdAt),
    id: inBody(event.id),
    fresh: Object.fromEntries(fresh),
  }
}

/** What they ought to say: ids have the form that new ones will have. */
function expectedEvent(profile: Profile, { type, at, body }: Fixture) {
  const { event } = profile
  const fresh = Object.entries(event.fresh ?? {}).map(([path, generator]) => [path, formOf(generator, at)])
  const isEvent = !isHandshake(profile, body)
  const createdAt = event.createdAt && textAt(body, event.createdAt)
  const inBody = event.id !== undefined && !isHeaderPlace(event.id)
  return {
    type,
    createdAt: isEvent && event.createdAt ? instantOf(isSeconds(createdAt) ? unix(at) : at) : undefined,
    id: isEvent && inBody ? formOf(event.newId ?? '', at) : undefined,
    fresh: Object.fromEntries(fresh),
  }
}

const isSeconds = (text: string | undefined): boolean => text !== undefined && /^\d{10}$/.test(text)

/** A time in seconds since 1970 or in ISO 8601, which is in UTC where it names no zone; milliseconds since 1970. */
function instantOf(text: string): number {
  if (isSeconds(text)) return Number(text) * 1_000
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
}

/** What a receiver tells a fixture's event from others by; an id in a header is made for each that is sent. */
function keyOf({ event }: Profile, { type, body }: Fixture): string | undefined {
  if (event.id !== undefined && isHeaderPlace(event.id)) return type
  if (event.id !== undefined) return textAt(body, event.id)
  return event.identity?.replace(/\{(.*?)\}/g, (_, path) => textAt(body, path) ?? '')
}

/** Matches the texts that a generator may make for an event of that time. */
function formOf(generator: string, at: string) {
  const forms: Record<string, string> = {
    hex: '[0-9a-f]',
    base36: '[0-9a-z]',
    base62: '[0-9a-zA-Z]',
    digits: '[0-9]',
    ulid: '[0-7][0-9A-HJKMNP-TV-Z]{25}',
    uuid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    unix: unix(at),
  }
  const pattern = generator.replace(/\{(\w+)(?::(\d+))?\}/g, (_, kind, length) =>
    length ? `${forms[kind]}{${length}}` : `${forms[kind]}`,
  )
  return expect.stringMatching(new RegExp(`^${pattern}$`))
}

/** The paths of plain values that a dialect says just as its base does. */
function repeated(own: Json, base: Json | undefined, path = ''): string[] {
  if (isObject(own) && isObject(base) && !('value' in own)) {
    return Object.entries(own).flatMap(([key, value]) =>
      repeated(value, valueAt(base, [key]), path ? `${path}.${key}` : key),
    )
  }
  return own !== null && JSON.stringify(own) === JSON.stringify(base) ? [path] : []
}

/** All names of sources in a document: `source` is a key of sections, figures, fixtures and vectors. */
function sourcesIn(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([key, value]) => {
    if (key === 'body') return []
    return key === 'source' ? [value].flat().map(String) : sourcesIn(value)
  })
}

/** The places of what looks like a time in seconds since 1970: numbers within two years of the sample's moment, and no ids. */
const numericTimes = ({ at, body }: Fixture): string[] =>
  leafPaths(body).filter((path) => {
    const text = textAt(body, path) ?? ''
    const near = Math.abs(Number(text) * 1_000 - Date.parse(at)) < 2 * 365 * 86_400_000
    return near && /^\d{10}(\.\d+)?$/.test(text) && !/(^|[._])id$/.test(path)
  })

/** In which order the times of one object come about. */
const stages = 'created submitted sent scored signed finished completed moderated cancelled deleted'.split(
  ' ',
)

/** What is wrong with a fixture's times: nothing has happened after the event, and nothing has expired before its time. */
function timeFaults({ type, at, body }: Fixture): string[] {
  const now = Date.parse(at)
  const check = (json: unknown, path: string): string[] => {
    if (typeof json === 'string' && /^\d{4}-\d\d-\d\dT/.test(json)) {
      if (!/:\d\d(\.\d+)?(Z|\+00:00)?$/.test(json)) return [`${path} is no time that can be moved`]
      const ahead = instantOf(json) > now
      const wanted = /expires/i.test(path) && !type.endsWith('.expired')
      return ahead === wanted ? [] : [`${path} is ${ahead ? 'ahead of' : 'not ahead of'} the event`]
    }
    if (typeof json !== 'object' || json === null) return []
    const inside = Object.entries(json).flatMap(([key, value]) => check(value, `${path}/${key}`))
    return [...inside, ...disorder(Object.entries(json), path)]
  }
  return check(body, '')
}

function disorder(entries: [string, unknown][], path: string): string[] {
  const times = stages.flatMap((stage) =>
    entries.flatMap(([key, value]) =>
      key.toLowerCase().startsWith(stage) && typeof value === 'string' ? [Date.parse(value)] : [],
    ),
  )
  const ordered = times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time)
  return ordered ? [] : [`${path} has times in an order that cannot be`]
}
