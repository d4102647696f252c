import { describe, expect, test } from 'vitest'
import type { EventRow } from '../../src/output/providers.ts'
import { eventTable, providerPage, providerTable } from '../../src/output/providers.ts'
import type { Profile } from '../../src/provider/profile.ts'
import { asciiTerminal, atWidths, colourTerminal, forbiddenIn, pipe, terminal } from './support/styles.ts'
import { profile } from './support/values.ts'

const bare: Profile = {
  formatVersion: 1,
  name: 'plain',
  title: 'Plain',
  about: 'A sender with one header.',
  sources: {},
  signature: {
    algorithm: 'hmac-sha1',
    key: { encoding: 'utf8' },
    signs: '{body}',
    encoding: 'base64',
    headers: { 'X-Sign': '{signature}' },
    source: 'page',
  },
  headers: {},
  event: { type: 'header:X-Type', identity: '{data.id}/{data.at}', source: 'page' },
  delivery: {
    timeout: '10s',
    success: '2xx',
    schedule: { value: ['0s', '1m', '5m'], published: false, note: 'Nothing is said of retries.' },
    countedFrom: 'first',
    afterLast: 'failed',
    disableAfter: { failedEvents: 3 },
    source: 'page',
  },
  api: { about: 'None.', source: 'page' },
}

const events: EventRow[] = [
  {
    provider: 'acme@2026',
    type: 'job.completed',
    about: 'All requested files have been collected.',
    origin: 'published',
  },
  {
    provider: 'acme@2026',
    type: 'job.cancelled',
    about: 'A job was cancelled.',
    origin: 'composed',
    note: 'The fields are ours.',
  },
]

const rows = [
  { profile, events: 13 },
  { profile: bare, events: 3 },
]

test('the table of providers', () => {
  expect(atWidths([160, 120, 80, 40], (style) => providerTable(rows, style))).toMatchInlineSnapshot(`
    "----------------------------------------------------------------------------------------------------------------------------------------------------------------
    provider   events  attempts       limit  signature         about
    acme@2026      13  6 in 8 h 36 m    5 s  X-Acme-Signature  The guide as first published: thirteen event types, an envelope of its own, five retries and a rotat…
    plain           3  3 in 5 m        10 s  X-Sign            A sender with one header.
    ------------------------------------------------------------------------------------------------------------------------
    provider   events  attempts       limit  signature         about
    acme@2026      13  6 in 8 h 36 m    5 s  X-Acme-Signature  The guide as first published: thirteen event types, an envel…
    plain           3  3 in 5 m        10 s  X-Sign            A sender with one header.
    --------------------------------------------------------------------------------
    provider   events  attempts       limit  about
    acme@2026      13  6 in 8 h 36 m    5 s  The guide as first published: thirteen…
    plain           3  3 in 5 m        10 s  A sender with one header.
    ----------------------------------------
    provider   events
    acme@2026      13
    plain           3"
  `)
  expect(providerTable(rows, pipe)).toMatchInlineSnapshot(`
    "acme@2026	13	6 in 8 h 36 m	5 s	X-Acme-Signature	The guide as first published: thirteen event types, an envelope of its own, five retries and a rotation of a day.
    plain	3	3 in 5 m	10 s	X-Sign	A sender with one header."
  `)
})

test('the table of event types', () => {
  expect(atWidths([120, 80, 40], (style) => eventTable(events, style))).toMatchInlineSnapshot(`
    "------------------------------------------------------------------------------------------------------------------------
    type           sample     about                                     provider   note
    job.completed  published  All requested files have been collected.  acme@2026
    job.cancelled  composed   A job was cancelled.                      acme@2026  The fields are ours.
    --------------------------------------------------------------------------------
    type           sample     about                  provider   note
    job.completed  published  All requested files …  acme@2026
    job.cancelled  composed   A job was cancelled.   acme@2026  The fields are ours.
    ----------------------------------------
    type           sample
    job.completed  published
    job.cancelled  composed"
  `)
  expect(eventTable(events, colourTerminal(80)).replaceAll('\u001b', '^')).toMatchInlineSnapshot(`
    "^[2mtype^[22m           ^[2msample^[22m     ^[2mabout^[22m                  ^[2mprovider^[22m   ^[2mnote^[22m
    job.completed  ^[2mpublished^[22m  All requested files …  acme@2026
    job.cancelled  ^[33mcomposed^[39m   A job was cancelled.   acme@2026  The fields are ours."
  `)
  expect(eventTable(events, pipe)).toMatchInlineSnapshot(`
    "job.completed	published	All requested files have been collected.	acme@2026	
    job.cancelled	composed	A job was cancelled.	acme@2026	The fields are ours."
  `)
})

describe('the page of a provider', () => {
  test('on a terminal', () => {
    expect(providerPage(profile, events, terminal(80))).toMatchInlineSnapshot(`
      "acme@2026  Acme

      about           The guide as first published: thirteen event types, an envelope
                      of its own, five retries and a rotation of a day.
      dialect of      acme

      signature       hmac-sha256 over {timestamp}.{body}, in hex, a list separated by
                      ',' [guide, reference]
      key             the secret, decoded from base64 behind 'whsec_'
      signed with     X-Acme-Signature: t={timestamp},v1={signature}
      old secret      X-Acme-Signature-Old: t={timestamp},v1={signature}
      timestamp       seconds
      too old         after 5 m
                        The guide calls this check optional.
      from ahead      not looked at (assumed)

      event type      at event_type [guide]
      event id        at event_id
      new ids         evt_{hex:8}
      created         at timestamp
      fresh           request_id {uuid}
      headers         Content-Type: application/json
                      X-Acme-Event: {type}

      delivery        6 attempts in 8 h 36 m [guide]
      success         200 [reference]
      time limit      5 s
      attempts        at once, +1 m, +6 m, +36 m, +2 h 36 m, +8 h 36 m
      counted from    the previous attempt (assumed)
                        The guide does not say it.
      attempt ids     {uuid}
      after the last  kept as a dead letter
      dead letters    kept for 3 d
      disabled        after 50 failures in a row, or after 1 failed event
                        What counts is not said.
      order           not kept

      rotation        the old secret's signature in a header of its own [guide]
      overlap         1 d

      API             Webhooks are managed at /webhooks. [reference]
      base URL        https://api.acme.test/v1

      sources         [guide] Webhooks guide, read on 2026-11-21
                        https://acme.test/docs/webhooks
                      [reference] API reference, read on 2026-11-20

      type           sample     about
      job.completed  published  All requested files have been collected.
      job.cancelled  composed   A job was cancelled.

      composed  job.cancelled
                  The fields are ours."
    `)
  })

  test('with little to tell, and plain characters', () => {
    expect(providerPage(bare, [], asciiTerminal(80))).toMatchInlineSnapshot(`
      "plain  Plain

      about           A sender with one header.

      signature       hmac-sha1 over {body}, in base64 [page]
      key             the secret as it stands
      signed with     X-Sign: {signature}

      event type      at header:X-Type [page]
      event id        {data.id}/{data.at}

      delivery        3 attempts in 5 m [page]
      success         2xx
      time limit      10 s
      attempts        at once, +1 m, +5 m (assumed)
                        Nothing is said of retries.
      counted from    the first attempt
      after the last  given up
      disabled        after 3 failed events

      API             None. [page]"
    `)
  })

  test('in a pipe', () => {
    expect(providerPage(profile, events, pipe)).toMatchInlineSnapshot(`
      "acme@2026  Acme

      about	The guide as first published: thirteen event types, an envelope of its own, five retries and a rotation of a day.
      dialect of	acme
      signature	hmac-sha256 over {timestamp}.{body}, in hex, a list separated by ',' [guide, reference]
      key	the secret, decoded from base64 behind 'whsec_'
      signed with	X-Acme-Signature: t={timestamp},v1={signature}
      old secret	X-Acme-Signature-Old: t={timestamp},v1={signature}
      timestamp	seconds
      too old	after 5 m
      too old	  The guide calls this check optional.
      from ahead	not looked at (assumed)
      event type	at event_type [guide]
      event id	at event_id
      new ids	evt_{hex:8}
      created	at timestamp
      fresh	request_id {uuid}
      headers	Content-Type: application/json
      headers	X-Acme-Event: {type}
      delivery	6 attempts in 8 h 36 m [guide]
      success	200 [reference]
      time limit	5 s
      attempts	at once, +1 m, +6 m, +36 m, +2 h 36 m, +8 h 36 m
      counted from	the previous attempt (assumed)
      counted from	  The guide does not say it.
      attempt ids	{uuid}
      after the last	kept as a dead letter
      dead letters	kept for 3 d
      disabled	after 50 failures in a row, or after 1 failed event
      disabled	  What counts is not said.
      order	not kept
      rotation	the old secret's signature in a header of its own [guide]
      overlap	1 d
      API	Webhooks are managed at /webhooks. [reference]
      base URL	https://api.acme.test/v1
      sources	[guide] Webhooks guide, read on 2026-11-21
      sources	  https://acme.test/docs/webhooks
      sources	[reference] API reference, read on 2026-11-20

      job.completed	published	All requested files have been collected.
      job.cancelled	composed	A job was cancelled.

      composed	job.cancelled
      composed	  The fields are ours."
    `)
  })

  test("shows nothing unsafe of a user's own file", () => {
    const odd = 'a\u001b[31m\nb\t\u202e'
    const mine = {
      ...profile,
      name: odd,
      title: odd,
      about: odd,
      sources: { [odd]: { title: odd, checked: odd } },
      headers: { [odd]: odd },
      event: { ...profile.event, type: odd, fresh: { [odd]: odd } },
    }
    const page = providerPage(
      mine,
      [{ provider: odd, type: odd, about: odd, origin: 'composed' }],
      colourTerminal(),
    )
    expect(forbiddenIn(page)).toBeUndefined()
    expect(page).not.toContain('\t')
  })
})
