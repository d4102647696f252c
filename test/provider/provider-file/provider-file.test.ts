import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/http/body.ts'
import { bytesOf } from '../../../src/http/body.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { starterFile } from '../../../src/provider/provider-file/starter.ts'
import type { FileReading } from '../../../src/provider/provider-file.ts'
import { readProviderFile } from '../../../src/provider/provider-file.ts'
import { anyOddJson } from '../support/odd-json.ts'
import { catalog, shipped } from '../support/profiles.ts'
import { mistakesOf, readFile, smallFile } from '../support/provider-files.ts'

/** What a file that is right says. */
function soundFile(reading: FileReading) {
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { ok: _, ...file } = reading
  return file
}

describe('what a file need not say', () => {
  test('is filled in, and figures are marked as assumed', () => {
    expect(soundFile(readFile(smallFile()))).toMatchInlineSnapshot(`
      {
        "fixtures": [
          {
            "about": "The event order.paid.",
            "at": "2026-01-01T00:00:00.000Z",
            "body": {
              "id": "evt_1",
              "type": "order.paid",
            },
            "origin": "composed",
            "type": "order.paid",
          },
        ],
        "profile": {
          "about": "A provider of your own.",
          "api": {
            "about": "The file says nothing of an API.",
          },
          "delivery": {
            "afterLast": {
              "note": "The file does not say.",
              "published": false,
              "value": "failed",
            },
            "countedFrom": {
              "note": "The file does not say.",
              "published": false,
              "value": "previous",
            },
            "schedule": {
              "note": "The file does not say.",
              "published": false,
              "value": [
                "0s",
                "1m",
                "5m",
                "30m",
                "2h",
              ],
            },
            "success": {
              "note": "The file does not say.",
              "published": false,
              "value": "2xx",
            },
            "timeout": {
              "note": "The file does not say.",
              "published": false,
              "value": "10s",
            },
          },
          "event": {
            "id": "id",
            "newId": "evt_{ulid}",
            "type": "type",
          },
          "formatVersion": 1,
          "headers": {
            "Content-Type": "application/json",
          },
          "name": "acme",
          "signature": {
            "algorithm": "hmac-sha256",
            "encoding": "hex",
            "headers": {
              "Acme-Signature": "{signature}",
            },
            "key": {
              "encoding": "utf8",
            },
            "signs": "{body}",
          },
          "sources": {},
          "title": "acme",
        },
        "vectors": [],
      }
    `)
  })

  test.each<[string, Json, Json]>([
    [
      'the encodings of a key pair',
      { algorithm: 'ed25519' },
      { key: { encoding: 'pem' }, encoding: 'base64' },
    ],
    [
      'the encodings of a token',
      { algorithm: 'token', signs: null },
      { key: { encoding: 'utf8' }, encoding: 'utf8', signs: '{body}' },
    ],
    ['one of two encodings', { encoding: 'base64' }, { key: { encoding: 'utf8' }, encoding: 'base64' }],
  ])('%s', (_, signature, wanted) => {
    expect(soundFile(readFile(smallFile({ signature }))).profile.signature).toMatchObject(Object(wanted))
  })

  test.each<[string, Json, Partial<Profile['headers']>]>([
    ['JSON', {}, { 'Content-Type': 'application/json' }],
    ['a form', { content: 'form' }, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['its own words', { headers: { 'content-type': 'text/json' } }, { 'content-type': 'text/json' }],
  ])('the content type: %s', (_, changes, headers) => {
    expect(soundFile(readFile(smallFile(changes))).profile.headers).toEqual(headers)
  })

  test.each<[string, Json, string | undefined]>([
    ['where events have an id', {}, 'evt_{ulid}'],
    ['where a header bears one', { event: { id: null }, headers: { 'X-Id': '{id}' } }, 'evt_{ulid}'],
    ['not where there is none', { event: { id: null } }, undefined],
    ['not where it is said', { event: { newId: '{uuid}' } }, '{uuid}'],
  ])('how ids are made, %s', (_, changes, newId) => {
    expect(soundFile(readFile(smallFile(changes))).profile.event.newId).toBe(newId)
  })

  test.each<[string, Json, Json, string]>([
    [
      'when it says that it was made',
      { createdAt: 'at' },
      { at: '2025-05-01T10:00:00Z', due: '2025-06-01T00:00:00Z' },
      '2025-05-01T10:00:00.000Z',
    ],
    [
      'in seconds',
      { createdAt: 'at', times: [{ path: 'at', unit: 's' }] },
      { at: 1_746_093_600 },
      '2025-05-01T10:00:00.000Z',
    ],
    [
      'in milliseconds, as a text',
      { createdAt: 'at', times: [{ path: 'at', unit: 'ms' }] },
      { at: '1746093600000' },
      '2025-05-01T10:00:00.000Z',
    ],
    [
      'else the latest time in it',
      {},
      { a: ['2025-05-01T10:00:00Z', { b: '2025-05-01T12:00:00+01:00' }] },
      '2025-05-01T11:00:00.000Z',
    ],
    ['else some time', {}, {}, '2026-01-01T00:00:00.000Z'],
    [
      'else some time: beyond all dates',
      { createdAt: 'at', times: [{ path: 'at', unit: 's' }] },
      { at: 1e300 },
      '2026-01-01T00:00:00.000Z',
    ],
    [
      'else some time: no date',
      { createdAt: 'at' },
      { at: '2025-99-01T10:00:00Z' },
      '2026-01-01T00:00:00.000Z',
    ],
  ])('the moment of a sample: %s', (_, event, ...[more, at]) => {
    const body = { id: '1', type: 'x', ...Object(more) }
    const { fixtures } = soundFile(readFile(smallFile({ event, events: [{ type: 'x', body }] })))
    expect(fixtures[0]?.at).toBe(at)
  })

  test('the time of a vector, but only where none is signed', () => {
    const vectors = [{ secret: 's', body: 'x', headers: {} }]
    const [vector] = soundFile(readFile(smallFile({ vectors }))).vectors
    expect(vector).toEqual({
      title: 'vector 1',
      origin: 'self-computed',
      at: '2026-01-01T00:00:00.000Z',
      secret: 's',
      body: 'x',
      headers: {},
    })
    const timed = { signature: { timestamp: { unit: 's' }, headers: { 'X-Time': '{timestamp}' } } }
    expect(mistakesOf(smallFile({ ...timed, vectors }))).toEqual([
      {
        path: 'vectors[0].at',
        message: "'at' is missing.",
        remedy: 'For example: "at": "2026-03-15T10:05:00Z"',
      },
    ])
  })
})

describe('a file that extends a built-in provider', () => {
  const base = catalog.profile('firma')

  test('says only what differs', () => {
    const file = { formatVersion: 1, name: 'our-firma', extends: 'firma', delivery: { timeout: '20s' } }
    const { profile, fixtures } = soundFile(readFile(file))
    expect(profile).toEqual({
      ...base,
      name: 'our-firma',
      title: 'our-firma',
      about: 'Your own variant of Firma.',
      extends: 'firma',
      delivery: { ...base.delivery, timeout: '20s' },
    })
    expect(fixtures.map(({ type }) => type)).toEqual(catalog.types('firma'))
  })

  test('takes away with null, and may be a dialect with events of its own', () => {
    const file = {
      formatVersion: 1,
      name: 'firma@ours',
      extends: 'firma@2026-08',
      title: 'Ours',
      rotation: null,
      headers: { 'X-Firma-Delivery': null },
      events: [{ type: 'x', body: { id: '1', type: 'x' } }],
    }
    const { profile, fixtures } = soundFile(readFile(file))
    const { 'X-Firma-Delivery': _, ...headers } = base.headers
    expect([profile.rotation, profile.headers, profile.title]).toEqual([undefined, headers, 'Ours'])
    expect(fixtures.map(({ type }) => type)).toEqual(['x'])
  })

  test('must name one that there is; what may come from it is not called missing', () => {
    const file = { formatVersion: 1, name: 'ours', extends: 'frima', delivery: { timeout: '5x' } }
    expect(mistakesOf(file)).toEqual([
      {
        path: 'extends',
        message: "There is no built-in provider 'frima' that could be extended.",
        remedy: 'Did you mean firma? All of them: hooks providers list',
      },
      {
        path: 'delivery.timeout',
        message: '"5x" is not a duration such as 5s, 1m or 2h.',
        remedy: 'For example: "timeout": "5s"',
      },
    ])
    expect(mistakesOf({ formatVersion: 1, name: 'ours', extends: 5 })).toEqual([
      {
        path: 'extends',
        message: 'A text belongs here, not 5.',
        remedy: 'For example: "extends": "example"',
      },
    ])
  })

  test('cannot be the file itself', () => {
    expect(mistakesOf({ formatVersion: 1, name: 'ours', extends: 'ours' })).toEqual([
      {
        path: 'extends',
        message: 'The file extends itself, which goes round in a circle.',
        remedy: 'Name a built-in provider, or leave extends out: hooks providers list',
      },
    ])
  })
})

describe('one mistake', () => {
  test.each<[string, Json, string, string, string]>([
    ['no object', [], '', 'A provider file is one JSON object.', 'Begin it with {.'],
    [
      'a later version',
      smallFile({ formatVersion: 2, signature: 5 }),
      'formatVersion',
      'The file is of format version 2; this program knows none beyond 1.',
      'Bring hooks up to date.',
    ],
    [
      'a version that is none',
      smallFile({ formatVersion: '1' }),
      'formatVersion',
      '1 belongs here, not "1".',
      'For example: "formatVersion": 1',
    ],
    [
      'no version',
      smallFile({ formatVersion: null }),
      'formatVersion',
      "'formatVersion' is missing.",
      'For example: "formatVersion": 1',
    ],
    ['no name', smallFile({ name: null }), 'name', "'name' is missing.", 'For example: "name": "acme"'],
    [
      'a name in capitals',
      smallFile({ name: 'Acme' }),
      'name',
      '"Acme" is no name such as acme or acme@2026-08.',
      'For example: "name": "acme"',
    ],
    [
      'an unknown word',
      smallFile({ titel: 'Acme' }),
      'titel',
      "There is no word 'titel' here.",
      'Did you mean title?',
    ],
    [
      'an unknown word further inside',
      smallFile({ delivery: { disableAfter: { consecutiveFailure: 5 } } }),
      'delivery.disableAfter.consecutiveFailure',
      "There is no word 'consecutiveFailure' here.",
      'Did you mean consecutiveFailures?',
    ],
    [
      'an unknown word in a figure',
      smallFile({ delivery: { timeout: { value: '5s', notes: 'x' } } }),
      'delivery.timeout.notes',
      "There is no word 'notes' here.",
      'Did you mean note?',
    ],
    [
      'a call that there is not',
      smallFile({ api: { routes: { rotate: { method: 'POST', path: '/rotate' } } } }),
      'api.routes.rotate',
      "There is no word 'rotate' here.",
      'There are list, create, show, update, delete, test, rotateSecret, secretStatus, events, redeliver.',
    ],
    [
      'an unknown word in the API',
      smallFile({ api: { rateLimit: { headers: {}, limit: 60, groups: {} } } }),
      'api.rateLimit.limit',
      "There is no word 'limit' here.",
      'There are groups, headers, reset, refused, source.',
    ],
    [
      'an unknown word in an event',
      smallFile({ events: [{ type: 'x', boddy: {}, body: { id: '1', type: 'x' } }] }),
      'events[0].boddy',
      "There is no word 'boddy' here.",
      'Did you mean body?',
    ],
    [
      'a dangerous word',
      JSON.stringify(smallFile()).replace('{', '{"__proto__":{"name":1},'),
      '__proto__',
      "There is no word '__proto__' here.",
      'There are $schema, formatVersion, name, title, about, extends, sources, signature, content, headers, event, delivery, rotation, handshakes, api, events, vectors.',
    ],
    [
      'no signed headers',
      smallFile({ signature: { headers: null } }),
      'signature.headers',
      "'headers' is missing.",
      'For example: "headers": {"Acme-Signature":"t={timestamp},v1={signature}"}',
    ],
    [
      'a list for an object',
      smallFile({ signature: { headers: [] } }),
      'signature.headers',
      'An object belongs here, not a list.',
      'For example: "headers": {"Acme-Signature":"t={timestamp},v1={signature}"}',
    ],
    [
      'a number for a text or a list',
      smallFile({ event: { type: 5 } }),
      'event.type',
      'A text or a list belongs here, not 5.',
      'For example: "type": "event_type"',
    ],
    [
      'a word that is none of a few',
      smallFile({ signature: { algorithm: 'md5' } }),
      'signature.algorithm',
      'One of hmac-sha1, hmac-sha256, hmac-sha384, hmac-sha512, ed25519, ecdsa-p256-sha256, rsa-sha256, token belongs here, not "md5".',
      'For example: "algorithm": "hmac-sha256"',
    ],
    [
      'a figure that is none of a few',
      smallFile({ delivery: { countedFrom: 'last' } }),
      'delivery.countedFrom',
      'One of previous, first belongs here, not "last".',
      'For example: "countedFrom": "previous"',
    ],
    [
      'a figure of a wrong kind',
      smallFile({ delivery: { timeout: 5 } }),
      'delivery.timeout',
      'A text or an object belongs here, not 5.',
      'For example: "timeout": "5s"',
    ],
    [
      'published, which can only be false',
      smallFile({ delivery: { timeout: { value: '5s', published: true } } }),
      'delivery.timeout.published',
      'false belongs here, not true.',
      'For example: "published": false',
    ],
    [
      'no duration',
      smallFile({ delivery: { schedule: ['0s', 'soon'] } }),
      'delivery.schedule[1]',
      '"soon" is not a duration such as 5s, 1m or 2h.',
      'For example: "schedule": ["0s","1m","5m","30m"]',
    ],
    [
      'an empty schedule',
      smallFile({ delivery: { schedule: [] } }),
      'delivery.schedule',
      'It is empty.',
      'For example: "schedule": ["0s","1m","5m","30m"]',
    ],
    [
      'no status',
      smallFile({ delivery: { success: 'ok' } }),
      'delivery.success',
      '"ok" is not a status such as 200 or 2xx, or a list.',
      'For example: "success": "2xx"',
    ],
    [
      'too few failures',
      smallFile({ delivery: { disableAfter: { failedEvents: 0 } } }),
      'delivery.disableAfter.failedEvents',
      'It must be more than 0.',
      'For example: "failedEvents": 10',
    ],
    [
      'a share above all',
      smallFile({ delivery: { disableAfter: { ratio: { failures: 95, within: '1h', volume: 10 } } } }),
      'delivery.disableAfter.ratio.failures',
      'It must be 1 or less, not 95.',
      'For example: "failures": 0.95',
    ],
    [
      'a factor that makes delays shorter',
      smallFile({ delivery: { schedule: { exponential: { base: '1m', factor: 0.5 }, attempts: 5 } } }),
      'delivery.schedule.exponential.factor',
      'It must be more than 0.5.',
      'For example: "factor": 2',
    ],
    [
      'a series without its length',
      smallFile({ delivery: { schedule: { linear: { step: '1m' } } } }),
      'delivery.schedule.attempts',
      "'attempts' is missing.",
      'For example: "attempts": 8',
    ],
    [
      'a schedule that is no list',
      smallFile({ delivery: { schedule: '5m' } }),
      'delivery.schedule',
      'A list or an object belongs here, not "5m".',
      'For example: "schedule": ["0s","1m","5m","30m"]',
    ],
    [
      'a delay that is none',
      smallFile({ delivery: { schedule: { value: { spread: { over: 'a day' }, attempts: 8 } } } }),
      'delivery.schedule.value.spread.over',
      '"a day" is not a duration such as 5s, 1m or 2h.',
      'For example: "over": "4h"',
    ],
    [
      'a jitter that nobody knows',
      smallFile({ delivery: { jitter: 'some' } }),
      'delivery.jitter',
      'One of full, equal belongs here, not "some".',
      'For example: "jitter": {"fraction":0.2}',
    ],
    [
      'an answer whose header has no value',
      smallFile({
        delivery: { answers: [JSON.parse('{ "when": { "header": "X-No-Retry" }, "then": "stop" }')] },
      }),
      'delivery.answers[0].when.header',
      `"X-No-Retry" is not a header such as 'X-No-Retry: 1'.`,
      'For example: "header": "X-No-Retry: 1"',
    ],
    [
      'a template that is not closed',
      smallFile({ signature: { signs: '{body' } }),
      'signature.signs',
      "'{body' has a '{' that is never closed.",
      'For example: "signs": "{timestamp}.{body}"',
    ],
    [
      'a template that is no text',
      smallFile({ headers: { 'X-A': 1 } }),
      'headers.X-A',
      'A text belongs here, not 1.',
      'For example: "X-A": "{type}"',
    ],
    [
      'an empty template',
      smallFile({ headers: { 'X-A': '' } }),
      'headers.X-A',
      'It is empty.',
      'For example: "X-A": "{type}"',
    ],
    [
      'no generator',
      smallFile({ event: { newId: '{hex}' } }),
      'event.newId',
      "'{hex}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.",
      'For example: "newId": "evt_{ulid}"',
    ],
    [
      'no URL',
      smallFile({ api: { baseUrl: 'acme' } }),
      'api.baseUrl',
      '"acme" is no URL.',
      'For example: "baseUrl": "https://api.acme.example"',
    ],
    [
      'no date',
      smallFile({ sources: { guide: { title: 'Guide', checked: 'today' } } }),
      'sources.guide.checked',
      '"today" is no date such as 2026-11-21.',
      'For example: "checked": "2026-11-21"',
    ],
    [
      'no time',
      smallFile({ events: [{ type: 'x', at: '2026-01-01', body: { id: '1', type: 'x' } }] }),
      'events[0].at',
      '"2026-01-01" is no time in UTC, such as 2026-03-15T10:05:00Z.',
      'For example: "at": "2026-03-15T10:05:00Z"',
    ],
    [
      'events that are no list',
      smallFile({ events: { 'order.paid': {} } }),
      'events',
      'A list belongs here.',
      'Put it between [ and ].',
    ],
    [
      'an event that is no object',
      smallFile({ events: ['order.paid'] }),
      'events[0]',
      'An object belongs here, not "order.paid".',
      'For example: "events": [{"type":"order.paid","body":{"id":"evt_1","type":"order.paid"}}]',
    ],
    [
      'an event without a body',
      smallFile({ events: [{ type: 'x' }] }),
      'events[0].body',
      "'body' is missing.",
      'For example: "body": {"id":"evt_1","type":"order.paid"}',
    ],
    [
      'a vector without a secret',
      smallFile({ vectors: [{ body: 'x', headers: {} }] }),
      'vectors[0].secret',
      "'secret' is missing.",
      'For example: "secret": "whsec_test"',
    ],
    [
      'a name that stands twice',
      JSON.stringify(smallFile()).replace('{', '{"name":"acme",'),
      'name',
      "'name' stands twice in one object, so that only the last one would count.",
      'Take one of them away.',
    ],
    [
      'no JSON',
      '{"name": "acme",}',
      'name',
      'It is no JSON. A comma stands before }, and nothing behind it.',
      'Take it away.',
    ],
  ])('%s', (_, file, ...[path, message, remedy]) => {
    expect(mistakesOf(file)).toEqual([{ path, message, remedy }])
  })

  test('no UTF-8', () => {
    expect(readProviderFile(Uint8Array.of(0x7b, 0xff, 0x7d), catalog)).toEqual({
      ok: false,
      problems: [{ path: '', line: 1, message: 'The file is no UTF-8 text.', remedy: 'Save it as UTF-8.' }],
    })
  })
})

test('nothing is blamed for what another mistake has done', () => {
  const handshake = { when: { type: 'ping' }, status: 200, contentType: 'text/plain', about: 'Asks.' }
  const file = smallFile({
    handshakes: [{ ...handshake, status: 'OK' }],
    events: [{ type: 'ping', body: { type: 'ping' } }],
  })
  expect(mistakesOf(file).map(({ path }) => path)).toEqual(['handshakes[0].status'])
  const sign = { headers: { 'Acme-Signature': '{signature' }, previous: { 'Acme-Old': '{id}' } }
  expect(mistakesOf(smallFile({ signature: sign })).map(({ path }) => path)).toEqual([
    'signature.headers.Acme-Signature',
  ])
})

test('all mistakes come at once, in the order of their lines', () => {
  const text = `// A file with a bit of everything.
{
  "formatVersion": 1,
  "name": "example",
  "signature": {
    "signs": "{timestamp}.{body}",
    /* nothing bears
       the signature */
    "headers": { "X-Sign": "none", "x-sign": "again" }
  },
  "event": { "id": "id", "type": "type", "newid": "{uuid}" },
  "delivery": {
    "schedule": ["0s", "1h", "5m"],
    "countedFrom": "first",
    "success": "fine"
  },
  "headers": { "X Type": "{typ}" },
  "events": [
    { "type": "a", "body": { "id": "1", "type": "a" } },
    { "type": "a", "body": {} }
  ]
}
`
  const reading = readFile(text)
  const found = reading.ok
    ? []
    : reading.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`)
  expect(found).toEqual([
    "4 name: There is a built-in provider 'example', and nothing may take its place.",
    '6 signature.signs: {timestamp} is signed, but nothing carries it: no header of signature.headers has it.',
    "9 signature.headers.x-sign: 'x-sign' is the same header as signature.headers.X-Sign: case does not tell them apart.",
    '9 signature.headers: None of these headers bears {signature}.',
    "11 event.newid: There is no word 'newid' here.",
    '13 delivery.schedule[2]: The schedule runs backwards: 5m stands behind 1h, both counted from the first attempt.',
    '15 delivery.success: "fine" is not a status such as 200 or 2xx, or a list.',
    `17 headers["X Type"]: 'X Type' cannot be the name of a header.`,
    '17 headers["X Type"]: {typ} is no field that can stand here.',
    "20 events[1].type: 'a' is the type of events[0] as well.",
    '20 events[1].body: The body has no type, where event.type says that the type stands.',
    '20 events[1].body: The body has no id, where event.id says that the id stands.',
  ])
})

describe('a provider file can say all that a built-in provider does', () => {
  const root = join(import.meta.dirname, '../../../fixtures')
  test.each(shipped.names)('%s', (name) => {
    const { extends: _, ...profile } = shipped.profile(name)
    const own = { ...profile, name: `my-${name}` }
    const fixtures = shipped.types(name).map((type) => shipped.fixture(name, type))
    const vectors = JSON.parse(readFileSync(join(root, name, 'vectors.json'), 'utf8'))
    const text = JSON.stringify({ ...own, events: fixtures, vectors })
    expect(soundFile(readFile(text, { trial: true }))).toEqual({ profile: own, fixtures, vectors })
  })
})

test('what init writes is right', () => {
  const text = starterFile({ name: 'acme-inc', title: 'Acme Inc', schema: './provider.schema.json' })
  const { profile, fixtures } = soundFile(readFile(text, { trial: true }))
  expect([profile.name, Object.keys(profile.signature.headers), fixtures.length]).toEqual([
    'acme-inc',
    ['Acme-Inc-Signature'],
    1,
  ])
})

describe('reading never throws', () => {
  const check = (text: string | Uint8Array): void => {
    const reading = readProviderFile(typeof text === 'string' ? bytesOf(text) : text, catalog, {
      trial: true,
    })
    if (!reading.ok) expect(reading.problems.length).toBeGreaterThan(0)
  }

  test('any bytes', () => fc.assert(fc.property(fc.uint8Array(), check)))
  test('any text', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), check)))
  test('any JSON', () => fc.assert(fc.property(anyOddJson, ({ text }) => check(text))))

  test('a file in which anything stands anywhere', () => {
    const paths = pathsOf(
      smallFile({
        title: 'Acme',
        signature: { algorithm: 'hmac-sha256', encoding: 'hex', inBody: { key: 'k', value: '{signature}' } },
        event: { times: [{ path: 'at', unit: 's' }], source: 'guide' },
        vectors: [{ secret: 's', body: 'x', headers: { 'Acme-Signature': 'a' } }],
        headers: {},
        delivery: {},
        rotation: {},
        handshakes: [],
        sources: {},
        api: {},
      }),
    )
    const odd = fc.oneof(
      fc.constantFrom<Json>(
        // What has words of its own for these cannot be made a text.
        { toString: '' },
        [{ toString: '' }],
        '{',
        '{{',
        '{signature}',
        '{id}{timestamp}',
        '{header:}',
        '',
        'a.b[0]',
        'header:',
        '5s',
        'example',
        '__proto__',
      ),
      fc.jsonValue({ noUnicodeString: false }).map((value): Json => JSON.parse(JSON.stringify(value))),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const file = JSON.parse(JSON.stringify(smallFile()))
          for (const [path, value] of changes) put(file, path, structuredClone(value))
          check(JSON.stringify(file))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

const pathsOf = (json: Json, path: string[] = []): string[][] => [
  ...(path.length > 0 ? [path] : []),
  ...(typeof json === 'object' && json !== null
    ? Object.entries(json).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))
    : []),
]

function put(file: unknown, path: readonly string[], value: Json): void {
  const [step = '', ...rest] = path
  if (typeof file !== 'object' || file === null) return
  if (rest.length === 0) Object.assign(file, { [step]: value })
  else put(Object.entries(file).find(([key]) => key === step)?.[1], rest, value)
}
