import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/http/body.ts'
import { mergeDocuments } from '../../../src/provider/catalog.ts'
import type { rules } from '../../../src/provider/provider-file/rules.ts'
import { mistakesOf, smallFile } from '../support/provider-files.ts'

/** What is changed in a sound file, and the one mistake that it then has: where, what, what to do. */
type Case = readonly [changes: Json, path: string, message: string, remedy: string]

const signed = (signs: string, headers: Json, more: Json = {}): Json => ({
  signature: { signs, headers: { 'Acme-Signature': null, ...Object(headers) }, ...Object(more) },
})
const event = (type: string, body: Json): Json => ({ type, body })
/** An API that says enough to be called, and what else it says. */
const managed = (more: Json): Json => ({
  api: mergeDocuments({ routes: {}, endpoint: { object: { id: '{id}' }, newId: 'wh_{ulid}' } }, more),
})
const scheduled = (schedule: Json, more: Json = {}): Json => ({ delivery: { schedule, ...Object(more) } })
const repeating = (list: string[], delay: string, more: Json = {}): Json =>
  Object.fromEntries<Json>([['list', list], ['then', delay], ...Object.entries<Json>(Object(more))])
const answer = (when: Json, what: string, more: Json = {}): Json =>
  Object.fromEntries<Json>([['when', when], ['then', what], ...Object.entries<Json>(Object(more))])
const timed = { timestamp: { unit: 's' } }

/** Every rule has its cases: a rule without one, or one that is gone, fails the type check. */
const broken: Readonly<Record<keyof typeof rules, readonly Case[]>> = {
  ownName: [
    [
      { name: 'example' },
      'name',
      "There is a built-in provider 'example', and nothing may take its place.",
      'Take another name, such as my-example; "extends": "example" takes over its rules.',
    ],
  ],
  knownSources: [
    [
      { sources: { guide: { title: 'Guide', checked: '2026-11-21' } }, signature: { source: 'giude' } },
      'signature.source',
      "There is no source 'giude'.",
      'Did you mean guide? Name it in sources, or leave it out.',
    ],
    [
      { delivery: { timeout: { value: '5s', source: ['page'] } } },
      'delivery.timeout.source',
      "There is no source 'page'.",
      'Name it in sources, or leave it out.',
    ],
    [
      { events: [{ type: 'a', source: 'page', body: { id: '1', type: 'a', source: 'none' } }] },
      'events[0].source',
      "There is no source 'page'.",
      'Name it in sources, or leave it out.',
    ],
  ],
  headerNames: [
    [
      signed('{body}', { 'Acme Signature': '{signature}' }),
      'signature.headers["Acme Signature"]',
      "'Acme Signature' cannot be the name of a header.",
      'Take letters, digits and hyphens: "Acme-Signature".',
    ],
    [
      { headers: { 'content-length': '5' } },
      'headers.content-length',
      'content-length is written by HTTP itself.',
      'Take it away.',
    ],
    [
      { headers: { 'X-Line': 'a\nb {id}' } },
      'headers.X-Line',
      "'a\nb {id}' has characters that no header can hold.",
      'Keep to ASCII.',
    ],
  ],
  headerClash: [
    [
      { headers: { 'acme-signature': 'none' } },
      'headers.acme-signature',
      "'acme-signature' is the same header as signature.headers.Acme-Signature: case does not tell them apart.",
      'Take one of them away; null takes away what the base has.',
    ],
    [
      signed('{body}', { 'X-A': '{signature}', 'x-a': '{signature}' }),
      'signature.headers.x-a',
      "'x-a' is the same header as signature.headers.X-A: case does not tell them apart.",
      'Take one of them away; null takes away what the base has.',
    ],
    [
      { signature: { previous: { 'ACME-SIGNATURE': '{signature}' } } },
      'signature.previous.ACME-SIGNATURE',
      "'ACME-SIGNATURE' is the same header as signature.headers.Acme-Signature: case does not tell them apart.",
      'Take one of them away; null takes away what the base has.',
    ],
  ],
  signatureBorne: [
    [
      signed('{body}', { 'X-Time': '{timestamp}' }, timed),
      'signature.headers',
      'None of these headers bears {signature}.',
      'Write it where the provider has it: "Acme-Signature": "{signature}"',
    ],
    [
      { signature: { previous: { 'X-Old': '{id}' } } },
      'signature.previous',
      'None of these headers bears {signature}.',
      'Write it where the provider has it: "Acme-Signature": "{signature}"',
    ],
    [
      { signature: { inBody: { key: 'signature', value: 'none' } } },
      'signature.inBody.value',
      'This value does not bear {signature}.',
      'Write "{signature}".',
    ],
  ],
  knownFields: [
    [
      { signature: { signs: '{bdy}' } },
      'signature.signs',
      '{bdy} is no field that can stand here.',
      'Did you mean body or id? There are {body}, {bodyHash}, {timestamp}, {id}, {method}, {url}, {form}, {header:NAME}, {bodyWithout:KEY}.',
    ],
    [
      { signature: { signs: '{header}{body}' } },
      'signature.signs',
      '{header} is no field that can stand here.',
      'There are {body}, {bodyHash}, {timestamp}, {id}, {method}, {url}, {form}, {header:NAME}, {bodyWithout:KEY}.',
    ],
    [
      signed('{body}', { 'X-A': '{signature}', 'X-B': '{type}' }),
      'signature.headers.X-B',
      '{type} is no field that can stand here.',
      'There are {signature}, {timestamp}, {id}.',
    ],
    [
      { headers: { 'X-B': '{eventId}' } },
      'headers.X-B',
      '{eventId} is no field that can stand here.',
      'There are {id}, {type}, {attemptId}, {timestamp}, {createdAt}.',
    ],
    [
      { signature: { query: { hash: '{body}' } } },
      'signature.query.hash',
      '{body} is no field that can stand here.',
      'There are {bodyHash}.',
    ],
  ],
  readBack: [
    [
      signed('{timestamp}{body}', { 'X-A': '{timestamp}{signature}' }, timed),
      'signature.headers.X-A',
      'Nothing stands between {timestamp} and {signature}, so that nobody could tell where one ends.',
      'Put something between them: {timestamp}.{signature}',
    ],
    [
      signed('{body}', { 'X-A': 'a={signature},b={signature}' }),
      'signature.headers.X-A',
      '{signature} stands twice, and may be read as two things.',
      'Take one of them away.',
    ],
    [
      signed('{body}', { 'X-A': 'v1={signature},' }, { separator: ',' }),
      'signature.headers.X-A',
      'The list has an item with nothing in it.',
      'Take away the separator that is too many.',
    ],
    [
      signed('{timestamp}{body}', { 'X-A': '{timestamp},{signature}' }, { ...timed, separator: ',' }),
      'signature.headers.X-A',
      "The item '{timestamp}' of the list also fits what '{signature}' writes.",
      'Give each item a beginning of its own: t={timestamp},v1={signature}',
    ],
    [
      signed('{timestamp}{body}', { 'X-A': 't={timestamp},{signature}' }, { ...timed, separator: ',' }),
      'signature.headers.X-A',
      "The item '{signature}' of the list also fits what 't={timestamp}' writes.",
      'Give each item a beginning of its own: t={timestamp},v1={signature}',
    ],
    [
      signed('{timestamp}{body}', { 'X-A': '{timestamp}-{signature}' }, { timestamp: { unit: 'iso' } }),
      'signature.headers.X-A',
      "{timestamp} may itself hold the '-' that is to end it, as in 2026-03-15T10:05:00.123Z.",
      'Another sign must stand behind {timestamp}, one that never stands in it.',
    ],
    [
      signed('{timestamp}{body}', { 'X-A': '{signature}=={timestamp}' }, { ...timed, encoding: 'base64' }),
      'signature.headers.X-A',
      "{signature} may itself hold the '==' that is to end it, as in AZaz09+/8A==.",
      'Another sign must stand behind {signature}, one that never stands in it.',
    ],
    [
      { ...Object(signed('{id}{body}', { 'X-A': '{id}_{signature}' })), event: { newId: 'evt_{hex:4}' } },
      'signature.headers.X-A',
      "{id} may itself hold the '_' that is to end it, as in evt_7777.",
      'Another sign must stand behind {id}, one that never stands in it.',
    ],
    [
      { signature: { previous: { 'X-Old': '{signature}{signature}' } } },
      'signature.previous.X-Old',
      'Nothing stands between {signature} and {signature}, so that nobody could tell where one ends.',
      'Put something between them: {signature}.{signature}',
    ],
    [
      { signature: { inBody: { key: 'signature', value: 'b{signature}b{signature}' } } },
      'signature.inBody.value',
      '{signature} stands twice, and may be read as two things.',
      'Take one of them away.',
    ],
  ],
  carried: [
    [
      { signature: { signs: '{timestamp}.{body}' } },
      'signature.signs',
      '{timestamp} is signed, but nothing carries it: no header of signature.headers has it.',
      'Put it into one: "Acme-Timestamp": "{timestamp}", or say where the payload has it: signature.timestamp.path.',
    ],
    [
      { signature: { signs: '{id}.{body}' }, headers: { 'Acme-Id': '{id}' } },
      'signature.signs',
      '{id} is signed, but nothing carries it: no header of signature.headers has it.',
      'Put it into one: "Acme-Id": "{id}".',
    ],
    [
      {
        signature: {
          signs: '{timestamp}.{body}',
          headers: { 'X-Time': '{timestamp}' },
          previous: { 'X-Old': '{signature}' },
        },
      },
      'signature.previous',
      '{timestamp} is signed, but nothing carries it: no header of signature.previous has it.',
      'Put it into one: "Acme-Timestamp": "{timestamp}", or say where the payload has it: signature.timestamp.path.',
    ],
  ],
  signedHeaders: [
    [
      { signature: { signs: '{header:X-Topic}{body}' } },
      'signature.signs',
      '{header:X-Topic} is signed, but headers has no X-Topic.',
      'Write in headers what the provider sends there.',
    ],
  ],
  toleranceHeld: [
    [
      { signature: { timestamp: { unit: 's', tolerance: '5m' } }, headers: { 'X-Time': '{timestamp}' } },
      'signature.timestamp.tolerance',
      'This is never looked at: no header of signature.headers carries {timestamp}.',
      'Put {timestamp} into one, or leave tolerance out.',
    ],
  ],
  encodingFits: [
    [
      { signature: { encoding: 'utf8' } },
      'signature.encoding',
      'A signature of hmac-sha256 is bytes, which utf8 cannot hold.',
      'Write hex, base64 or base64url.',
    ],
    [
      { signature: { key: { encoding: 'pem' } } },
      'signature.key.encoding',
      'A key of hmac-sha256 is not written as pem.',
      'Write utf8, base64, base64url or hex.',
    ],
    [
      { signature: { algorithm: 'ed25519', key: { encoding: 'utf8' } } },
      'signature.key.encoding',
      'A key of ed25519 is not written as utf8.',
      'Write pem, base64 or hex.',
    ],
  ],
  scheduleForward: [
    [
      { delivery: { schedule: ['0s', '5m', '1m', '1h'], countedFrom: 'first' } },
      'delivery.schedule[2]',
      'The schedule runs backwards: 1m stands behind 5m, both counted from the first attempt.',
      'Put them in order, or write "countedFrom": "previous".',
    ],
    [
      { delivery: { schedule: { value: ['1m', '5m', '0s'] }, countedFrom: { value: 'first' } } },
      'delivery.schedule.value[2]',
      'The schedule runs backwards: 0s stands behind 5m, both counted from the first attempt.',
      'Put them in order, or write "countedFrom": "previous".',
    ],
    [
      {
        delivery: { schedule: repeating(['0s', '5m', '1m'], '1h', { attempts: 9 }), countedFrom: 'first' },
      },
      'delivery.schedule.list[2]',
      'The schedule runs backwards: 1m stands behind 5m, both counted from the first attempt.',
      'Put them in order, or write "countedFrom": "previous".',
    ],
  ],
  seriesSound: [
    [
      scheduled({ exponential: { base: '5m', factor: 2, cap: '1m' }, attempts: 5 }),
      'delivery.schedule.exponential.cap',
      'The delays begin with 5m, and are to be 1m at most.',
      'Write a cap that is not below the base.',
    ],
    [
      scheduled({ value: { linear: { step: '5m', cap: '299s' }, attempts: 5 } }),
      'delivery.schedule.value.linear.cap',
      'The delays begin with 5m, and are to be 299s at most.',
      'Write a cap that is not below the step.',
    ],
    [
      scheduled({ spread: { over: '4h' }, attempts: 1 }),
      'delivery.schedule.attempts',
      'A single attempt cannot be spread over 4h.',
      'Count the first attempt as well: three retries make four attempts.',
    ],
  ],
  scheduleEnds: [
    [
      scheduled(Array.from({ length: 1_001 }, () => '1m')),
      'delivery.schedule',
      '1001 attempts are too many.',
      'Write 1000 at most.',
    ],
    [
      scheduled({ linear: { step: '1s' }, attempts: 1_001 }),
      'delivery.schedule.attempts',
      '1001 attempts are too many.',
      'Write 1000 at most.',
    ],
    [
      scheduled(repeating(['0s', '1m'], '1h')),
      'delivery.schedule.then',
      'The schedule never ends: it goes on every 1h.',
      'Write beside it how many "attempts" there are in all.',
    ],
    [
      scheduled({ value: repeating(['0s', '1m'], '0s') }, { maxAge: '3d' }),
      'delivery.schedule.value.then',
      'The schedule never ends: it goes on every 0s.',
      'Write beside it how many "attempts" there are in all.',
    ],
    [
      scheduled(repeating(['0s', '1m'], '1m'), { maxAge: { value: '1000m' } }),
      'delivery.schedule.then',
      '1001 attempts are too many.',
      'Write 1000 at most.',
    ],
    [
      scheduled(repeating(['0s', '1m'], '1h', { attempts: 1 })),
      'delivery.schedule.attempts',
      'The list has 2 attempts, and there are to be 1 in all.',
      'Write more of them, or a shorter list.',
    ],
    [
      scheduled({ exponential: { base: '1m', factor: 2 }, attempts: 64 }),
      'delivery.schedule',
      'The schedule lasts longer than ten years.',
      'Write a cap, a maxAge or fewer attempts.',
    ],
  ],
  answersApply: [
    [
      { delivery: { answers: [answer({ status: '410' }, 'stop'), answer({}, 'stop')] } },
      'delivery.answers[1].when',
      'Nothing says which answers this is about.',
      'For example: "when": { "status": "429" }',
    ],
    [
      { delivery: { answers: [answer({ outcome: 'timed-out' }, 'disable', { atLeast: '1m' })] } },
      'delivery.answers[0].atLeast',
      'A least delay needs a retry, and there is none: disable.',
      'Take it away, or write "then": "retry".',
    ],
  ],
  retryAfterBounds: [
    [
      { delivery: { retryAfter: { statuses: '429', policy: 'max', atLeast: '1m', atMost: '59s' } } },
      'delivery.retryAfter.atMost',
      'A Retry-After cannot be 1m at least and 59s at most.',
      'Write one that is not below atLeast.',
    ],
  ],
  disablingSound: [
    [
      { delivery: { disableAfter: { value: { temporary: { for: '1m' } } } } },
      'delivery.disableAfter.value',
      'Nothing says after what the endpoint is disabled.',
      'For example: "disableAfter": { "consecutiveFailures": 50 }',
    ],
    [
      { delivery: { disableAfter: { failedEvents: 3, temporary: { for: '90m', cap: '1h' } } } },
      'delivery.disableAfter.temporary.cap',
      'The endpoint is off for 1 h 30 m at first, and is to be for 1h at most.',
      'Write one that is not below "for".',
    ],
  ],
  attemptIds: [
    [
      { headers: { 'X-Attempt': '{attemptId}' } },
      'headers.X-Attempt',
      'Nothing says how an {attemptId} is made.',
      'Write in delivery: "newAttemptId": "{uuid}"',
    ],
  ],
  rotationCarried: [
    [
      { rotation: { both: 'list' } },
      'rotation.both',
      'Both signatures are to stand in one list, but signature.separator does not say what separates them.',
      'Write in signature: "separator": ","',
    ],
    [
      { rotation: { both: 'previous-header' } },
      'rotation.both',
      'The old signature is to stand in a header of its own, but signature.previous names none.',
      'Write in signature: "previous": { "Acme-Signature-Old": "{signature}" }',
    ],
  ],
  readablePaths: [
    [
      { event: { id: 'a..b' }, events: [event('x', { 'a..b': '1', type: 'x' })] },
      'event.id',
      "'a..b' is no path into a payload.",
      'Write it like data.items[0].id.',
    ],
    [
      { event: { times: [{ path: 'x[]', unit: 's' }] } },
      'event.times[0].path',
      "'x[]' is no path into a payload.",
      'Write it like data.items[0].id.',
    ],
    [
      { signature: { timestamp: { unit: 's', path: 'a.' } } },
      'signature.timestamp.path',
      "'a.' is no path into a payload.",
      'Write it like data.items[0].id.',
    ],
    [
      { event: { fresh: { 'a.': '{uuid}' } }, events: [event('x', { id: '1', type: 'x', 'a.': '2' })] },
      'event.fresh["a."]',
      "'a.' is no path into a payload.",
      'Write it like data.items[0].id.',
    ],
  ],
  headerPlaces: [
    [
      { event: { type: 'header:X-Event' } },
      'event.type',
      'It stands in header:X-Event, but no header of that name has {type}.',
      'Write it in headers: "X-Event": "{type}"',
    ],
    [
      { event: { id: 'header:X-Id' }, headers: { 'X-ID': '{type}' } },
      'event.id',
      'It stands in header:X-Id, but no header of that name has {id}.',
      'Write it in headers: "X-Id": "{id}"',
    ],
  ],
  uniqueTypes: [
    [
      { events: [event('x', { id: '1', type: 'x' }), event('x', { id: '2', type: 'x' })] },
      'events[1].type',
      "'x' is the type of events[0] as well.",
      'Take one of the two samples away.',
    ],
  ],
  samplesFit: [
    [
      { events: [event('x', { id: '1' })] },
      'events[0].body',
      'The body has no type, where event.type says that the type stands.',
      "Put 'x' there, or mend event.type.",
    ],
    [
      { event: { type: ['a', 'b.c'] }, events: [event('x', { id: '1' })] },
      'events[0].body',
      'The body has no a or b.c, where event.type says that the type stands.',
      "Put 'x' there, or mend event.type.",
    ],
    [
      { events: [event('x', { id: '1', type: 'y' })] },
      'events[0].body',
      "The body says at type that it is 'y', not 'x'.",
      'Make the two the same.',
    ],
    [
      { events: [event('x', { type: 'x' })] },
      'events[0].body',
      'The body has no id, where event.id says that the id stands.',
      'Put an id there, or mend event.id.',
    ],
    [
      { event: { fresh: { nonce: '{uuid}' } } },
      'events[0].body',
      'The body has no nonce, which event.fresh makes anew.',
      'Put it in, or take it out of event.fresh.',
    ],
    [
      { extends: 'example', event: { id: 'uid' }, headers: null, events: null },
      'event',
      'The samples that are taken over do not fit. The body has no uid, where event.id says that the id stands.',
      'Give the file events of its own, or mend it here.',
    ],
  ],
  handshakesKnown: [
    [
      {
        handshakes: [
          { when: {}, status: 200, contentType: 'text/plain', answer: '{challenge}', about: 'Asks.' },
        ],
      },
      'handshakes[0].when',
      'Nothing says how such a request is known, so that every delivery would be one.',
      'For example: "when": {"type":"ping"}',
    ],
  ],
  apiWhole: [
    [
      { api: { routes: { list: { method: 'GET', path: '/webhooks' } } } },
      'api.routes',
      'There are calls, but api.endpoint does not say how the API writes one.',
      'Write in api: "endpoint": { "object": { "id": "{id}" }, "newId": "wh_{ulid}" }',
    ],
    [
      managed({ routes: { events: { method: 'GET', path: '/events' } } }),
      'api.routes',
      'There are calls, but api.event does not say how the API writes one.',
      'Write in api: "event": { "object": { "id": "{eventId}" } }',
    ],
  ],
  apiWords: [
    [
      managed({ routes: { create: { method: 'POST', path: '/webhooks', body: { uri: '{ulr}' } } } }),
      'api.routes.create.body',
      'There is no word {ulr} here.',
      'Did you mean url?',
    ],
    [
      managed({
        routes: {
          list: {
            method: 'GET',
            path: '/webhooks',
            answer: { value: { a: ['{things}'] }, published: false },
          },
        },
      }),
      'api.routes.list.answer',
      'There is no word {things} here.',
      'There are {items}, {page}, {size}, {total}, {pages}, {next}, {hasMore}.',
    ],
    [
      managed({ endpoint: { object: { id: '{id' } } }),
      'api.endpoint.object',
      "'{id' has a '{' that is never closed.",
      'There are {id}, {url}, {events}, {enabled}, {description}, {secret}, {consecutiveFailures}, {disabledAt}, {lastSuccessAt}, {lastFailureAt}, {createdAt}, {updatedAt}.',
    ],
    [
      managed({ errors: { body: {}, kinds: { invalid: [{ status: 400, body: { '{feild}': '' } }] } } }),
      'api.errors.kinds.invalid[0].body',
      'There is no word {feild} here.',
      'Did you mean field?',
    ],
  ],
  apiPlaces: [
    [
      managed({ routes: { show: { method: 'GET', path: 'webhooks/{id}' } } }),
      'api.routes.show.path',
      "'webhooks/{id}' is no path below the base URL.",
      'Begin it with a slash: "/webhooks/{id}"',
    ],
    [
      managed({ auth: { header: 'Api Key', sends: '{key}' } }),
      'api.auth.header',
      "'Api Key' cannot be the name of a header.",
      'Take letters, digits and hyphens.',
    ],
  ],
}

const cases = Object.entries(broken).flatMap(([rule, all]) =>
  all.map(([changes, ...mistake]) => [rule, changes, ...mistake] as const),
)

test.each(cases)('%s: %j', (_, changes, ...[path, message, remedy]) => {
  expect(mistakesOf(smallFile(changes))).toEqual([{ path, message, remedy }])
})

describe('what keeps to the rules is left alone', () => {
  test.each<[string, Json]>([
    ['the smallest file', {}],
    [
      'a signed time in a header of its own',
      signed('{timestamp}.{body}', { 'X-Sig': '{signature}', 'X-Time': '{timestamp}' }, timed),
    ],
    [
      'a signed time in the payload',
      { signature: { signs: '{timestamp}.{body}', timestamp: { unit: 'iso', path: 'at' } } },
    ],
    ['a list whose only item is bare', { signature: { separator: ' ' } }],
    [
      'a list whose items can be told apart',
      signed('{timestamp}{body}', { 'X-Sig': 't={timestamp};v1={signature}' }, { ...timed, separator: ';' }),
    ],
    [
      'an ISO time behind a sign that it does not hold',
      signed('{timestamp}{body}', { 'X-Sig': '{timestamp},{signature}' }, { timestamp: { unit: 'iso' } }),
    ],
    [
      'fields side by side in what is signed',
      signed('{timestamp}{body}', { 'X-Sig': 't={timestamp},{signature}' }, timed),
    ],
    [
      'a signed header that is sent',
      { signature: { signs: '{header:x-topic}{body}' }, headers: { 'X-Topic': '{type}' } },
    ],
    [
      'a signature in the payload alone',
      {
        signature: {
          headers: null,
          signs: '{bodyWithout:sig}',
          inBody: { key: 'sig', value: 'v1={signature}' },
        },
      },
    ],
    ['a bare token', { signature: { algorithm: 'token', signs: null } }],
    ['a key pair', { signature: { algorithm: 'ed25519' } }],
    [
      'a type and an id in headers',
      {
        event: { type: 'header:x-event', id: 'header:X-Id' },
        headers: { 'X-Event': '{type}', 'X-Id': '{id}' },
        events: [event('x', {})],
      },
    ],
    [
      'one delay twice, counted from the first attempt',
      { delivery: { schedule: ['0s', '1m', '1m'], countedFrom: 'first' } },
    ],
    [
      'a first delay that is longer than the next one, which counts from the first attempt',
      { delivery: { schedule: ['1m', '0s'], countedFrom: 'first' } },
    ],
    ['a list that is repeated for three days', scheduled(repeating(['0s', '1m'], '1h'), { maxAge: '3d' })],
    ['a thousand attempts', scheduled(repeating(['0s', '1m'], '1m', { attempts: 1_000 }))],
    [
      'a series that an age ends long before its last attempt',
      scheduled({ exponential: { base: '1m', factor: 2 }, attempts: 1_000 }, { maxAge: { value: '1d' } }),
    ],
    [
      'a cap that is the base',
      scheduled({ exponential: { base: '1m', factor: 2, cap: '60s' }, attempts: 5 }),
    ],
    [
      'all that can be said of retries',
      {
        delivery: {
          connectTimeout: '1s',
          schedule: { spread: { over: '4h' }, attempts: 9, first: '5s' },
          jitter: { value: 'full', published: false },
          answers: [
            answer({ status: '429', outcome: ['timed-out', 'unreachable'] }, 'retry', {
              atLeast: { value: '1m', published: false },
            }),
            answer({ header: 'X-No-Retry: 1' }, 'stop', { about: 'Enough.' }),
          ],
          retryAfter: {
            statuses: '429,5xx',
            policy: 'replace',
            atLeast: '1s',
            atMost: '1s',
            negative: 'stop',
          },
          disableAfter: {
            failingFor: '5d',
            ratio: { failures: 1, within: '1h', volume: 10 },
            temporary: { for: '1m', factor: 2, cap: '24h' },
          },
          whileDisabled: { newEvents: 'queued', retries: 'paused' },
        },
      },
    ],
    ['shorter delays, counted from the previous attempt', { delivery: { schedule: ['5m', '1m'] } }],
    ['an old signature in the same list', { signature: { separator: ',' }, rotation: { both: 'list' } }],
    [
      'an old signature in a header of its own',
      { signature: { previous: { 'X-Old': '{signature}' } }, rotation: { both: 'previous-header' } },
    ],
    ['a type that stands in one of several places', { event: { type: ['kind', 'type'] } }],
    ['a form', { content: 'form' }],
    ['a content type of its own', { headers: { 'content-type': 'application/cloudevents+json' } }],
    ['no events', { events: null }],
    ['attempts with ids', { headers: { 'X-Attempt': '{attemptId}' }, delivery: { newAttemptId: '{uuid}' } }],
    [
      'a handshake, which is no event',
      {
        handshakes: [
          {
            when: { type: 'ping' },
            status: 200,
            contentType: 'text/plain',
            answer: '{challenge}',
            about: 'Asks.',
          },
        ],
        events: [event('ping', { type: 'ping', challenge: 'x' })],
      },
    ],
  ])('%s', (_, changes) => {
    expect(mistakesOf(smallFile(changes))).toEqual([])
  })
})
