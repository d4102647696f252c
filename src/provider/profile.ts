import * as z from 'zod'
import { api } from './api-section.ts'
import { deliverySection } from './delivery-section.ts'
import { duration, figure, generator, source, template, text } from './profile-words.ts'

export type { Figure } from './profile-words.ts'

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-21')

const signature = z.strictObject({
  algorithm: z.enum([
    'hmac-sha1',
    'hmac-sha256',
    'hmac-sha384',
    'hmac-sha512',
    'ed25519',
    'ecdsa-p256-sha256',
    'rsa-sha256',
    'token',
  ]),
  /**
   * How the secret's text becomes the key: as it stands, or decoded behind a prefix that is cut. Of a pair, `prefix` is the
   * public key's and `privatePrefix` the private one's.
   */
  key: z.strictObject({
    encoding: z.enum(['utf8', 'base64', 'base64url', 'hex', 'pem']),
    prefix: text.optional(),
    privatePrefix: text.optional(),
    /** How the keys of a pair are packed: their 32 bytes alone (Ed25519), or DER. */
    form: z.enum(['raw', 'der']).optional(),
  }),
  /**
   * What is signed: a template over `{id}`, `{timestamp}`, `{body}`, `{bodyHash}` (SHA-256, hex), `{method}`, `{url}`,
   * `{header:NAME}`, `{form}` (the parameters of a form, sorted, name and value joined) and `{bodyWithout:KEY}` (the JSON
   * written anew without one key).
   */
  signs: template,
  encoding: z.enum(['hex', 'base64', 'base64url', 'utf8']),
  /** Where a header is a list: what stands between its items. */
  separator: z.enum([',', ';', ' ']).optional(),
  /** The headers that carry signature, timestamp and id; each template writes its header and reads it back. */
  headers: z.record(text, template),
  /** Where the signature stands in the payload instead: a top key, and its value. */
  inBody: z.strictObject({ key: text, value: template }).optional(),
  /** What is added to the URL before it is signed: names, and templates over `{bodyHash}` (SHA-256, hex). */
  query: z.record(text, template).optional(),
  /** The headers that carry the previous secret's signature during a rotation. */
  previous: z.record(text, template).optional(),
  timestamp: z
    .strictObject({
      unit: z.enum(['s', 'ms', 'iso']),
      /** Where it stands in the payload, if not in a header. */
      path: text.optional(),
      tolerance: figure(duration).optional(),
      /** Whether a time ahead of the receiver's is refused beyond the tolerance as well. */
      future: figure(z.enum(['refused', 'ignored'])).optional(),
    })
    .optional(),
  /** Why this scheme is no longer good enough, where it is not. */
  weak: text.optional(),
  source,
})

const event = z.strictObject({
  /** Where the payload has the event's id, type and creation time: a path such as `data.id`, or `header:NAME`. */
  id: text.optional(),
  /** Several places are tried in their order. */
  type: z.union([text, z.array(text).min(1)]),
  createdAt: text.optional(),
  /**
   * Further times in the payload that are numbers, or texts of digits: seconds or milliseconds since 1970. In the path `*` is
   * any key or index, and `**` any number of them.
   */
  times: z.array(z.strictObject({ path: text, unit: z.enum(['s', 'ms']) })).optional(),
  /** What tells two events apart where they bear no id: a template over paths of the payload. */
  identity: text.optional(),
  /** How a fresh id is made: literals and `{hex:8}`, `{base36:9}`, `{base62:24}`, `{digits:6}`, `{ulid}`, `{uuid}`, `{unix}`. */
  newId: generator.optional(),
  /** Further fields that each sent event has anew. */
  fresh: z.record(text, generator).optional(),
  source,
})

/** The shape of `profile.json`. Every fact of a section is from the section's source unless it names its own. */
export const profileSchema = z.strictObject({
  $schema: text.optional(),
  formatVersion: z.literal(1),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*(@[a-z0-9][a-z0-9.-]*)?$/, 'a name such as acme or acme@2026-08'),
  title: text,
  /** One sentence: what this dialect is, and how it differs from the one that it extends. */
  about: text,
  extends: text.optional(),
  sources: z.record(text, z.strictObject({ title: text, url: z.url().optional(), checked: date })),
  signature,
  /** How payloads are written: JSON, where it is left out. */
  content: z.enum(['json', 'form']).optional(),
  /**
   * Headers of every delivery besides the signature's: templates over `{id}`, `{type}`, `{attemptId}`, `{timestamp}` (of the
   * attempt) and `{createdAt}` (of the event).
   */
  headers: z.record(text, template),
  event,
  delivery: deliverySection,
  rotation: z
    .strictObject({
      overlap: figure(duration).optional(),
      /** How both secrets' signatures travel: in a header of its own, as a further item of the list, or not at all. */
      both: z.enum(['previous-header', 'list', 'never']),
      source,
    })
    .optional(),
  /** What the provider asks a new endpoint, and what is to be answered. */
  handshakes: z
    .array(
      z.strictObject({
        /** What it is called as an event type, where the payload does not say. */
        type: text.optional(),
        /** Fields of the payload and the values that they have in such a request. */
        when: z.record(text, z.union([z.string(), z.number()])),
        status: z.int(),
        contentType: text,
        /** The answer's body, where it has one: a template over paths of the payload. */
        answer: template.optional(),
        about: text,
        source,
      }),
    )
    .optional(),
  api,
})

export type Profile = z.infer<typeof profileSchema>

/** The shape of `events/<type>.json`. */
export const fixtureSchema = z.strictObject({
  type: text,
  about: text,
  /** As the provider publishes it, completed from its field tables, composed by us, or captured from a delivery. */
  origin: z.enum(['published', 'completed', 'composed', 'captured']),
  note: text.optional(),
  source,
  /** The moment of the sample: every time in the body is moved along with it. */
  at: z.iso.datetime(),
  /** The payload; of a form, its fields. */
  body: z.json(),
  /** What stands behind the payload, where the provider writes something there. */
  after: z.string().optional(),
})

export type Fixture = z.infer<typeof fixtureSchema>

/** The shape of `vectors.json`: known answers that our signing must give and our verifying must accept. */
export const vectorsSchema = z.array(
  z.strictObject({
    title: text,
    origin: z.enum(['official', 'self-computed']),
    source,
    secret: text,
    previousSecret: text.optional(),
    /** The URL, where it is signed. */
    url: z.url().optional(),
    /** Whether the secret only verifies: a public key. */
    verifyOnly: z.literal(true).optional(),
    /** The time of signing, as an ISO time. */
    at: z.iso.datetime(),
    id: text.optional(),
    body: z.string(),
    headers: z.record(text, z.string()),
  }),
)

export type Vector = z.infer<typeof vectorsSchema>[number]
