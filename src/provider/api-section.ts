import * as z from 'zod'
import { operations, problemKinds } from './management.ts'
import { duration, figure, generator, source, template, text } from './profile-words.ts'

/**
 * A JSON value in which a text may be a template over our words. One that is a single field, `{events}`, stands for the value
 * itself; a field that is not known leaves its key out.
 */
const json = z.json()
const status = z.int().min(200).max(599)

/** A parameter of a listing: what it confines or sorts by, and the values that it takes. */
const parameter = z.strictObject({
  means: z.enum([
    'enabled',
    'url',
    'event',
    'createdAfter',
    'createdBefore',
    'sortBy',
    'sortOrder',
    'workspace',
  ]),
  /** The API's values, and ours for them: of `sortBy` a word of an endpoint, of `enabled` true and false. */
  values: z.record(text, z.union([text, z.boolean()])).optional(),
  default: text.optional(),
})

const route = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Below the base URL, with `{id}`, `{eventId}` and `{workspace}`. */
  path: text,
  /** Where the same is asked of one workspace. */
  workspacePath: text.optional(),
  query: z.record(text, parameter).optional(),
  body: figure(z.record(text, json)).optional(),
  /** Words that a request must say. */
  required: z.array(text).optional(),
  /** Whether an update changes what it says, or replaces everything. */
  semantics: figure(z.enum(['partial', 'whole'])).optional(),
  status: figure(status).optional(),
  /** Nothing, where it is left out. */
  answer: figure(json).optional(),
  /** The answer to a test that did not succeed. */
  failed: figure(json).optional(),
  scope: text.optional(),
  source,
})

const endpoint = z.strictObject({
  object: figure(z.record(text, json)),
  /** Words that only the answers to some operations bear. */
  only: z.record(text, z.array(z.enum(operations))).optional(),
  newId: figure(generator),
  /** What a new endpoint has where the request does not say. */
  defaults: z.record(text, json).optional(),
  source,
})

const pages = z.union([
  z.strictObject({ by: z.literal('number'), page: text, size: text, default: z.int(), max: z.int(), source }),
  z.strictObject({
    by: z.literal('cursor'),
    cursor: text,
    size: text,
    default: z.int(),
    max: z.int(),
    source,
  }),
])

/** One way in which a problem is written. The first of a kind is the one that is served; all of them are read. */
const problem = z.strictObject({
  status: figure(status),
  /** The provider's own name of it. */
  code: text.optional(),
  /** Its own words, where they are always the same. */
  message: text.optional(),
  body: json.optional(),
  /** Where only some operations are answered so. */
  operations: z.array(z.enum(operations)).optional(),
  source,
})

const errors = z.strictObject({
  /** How all are written that have no body of their own. */
  body: figure(json),
  /** Where a message and the details of fields stand: paths that are tried in turn. */
  message: z.array(text).optional(),
  details: z.array(text).optional(),
  newRequestId: generator.optional(),
  kinds: z.partialRecord(z.enum(problemKinds), z.array(problem).min(1)).optional(),
  source,
})

const limit = z.strictObject({ requests: z.int().positive(), window: duration })

const rateLimit = z.strictObject({
  /** Calls that are counted together. */
  groups: z.record(
    text,
    z.strictObject({ operations: z.array(z.enum(operations)), limits: figure(z.array(limit).min(1)) }),
  ),
  /** The headers of every answer: templates over `{limit}`, `{remaining}` and `{reset}`. */
  headers: z.record(text, template).optional(),
  /** How `{reset}` is written: seconds or milliseconds since 1970, ISO 8601, or seconds from now. */
  reset: z.enum(['s', 'ms', 'iso', 'delta']).optional(),
  /** The headers of a refusal besides: templates over `{retryAfter}`, in seconds. */
  refused: z.record(text, template).optional(),
  source,
})

const rules = z.strictObject({
  https: figure(z.enum(['required', 'not-required'])).optional(),
  privateHosts: figure(z.enum(['refused', 'accepted'])).optional(),
  /** Who chooses the secret, what a made one looks like, and whose it is. */
  secret: z
    .strictObject({
      from: figure(z.enum(['client', 'server'])),
      form: figure(generator),
      per: figure(z.enum(['endpoint', 'company', 'workspace'])),
    })
    .optional(),
  testEvent: z
    .strictObject({
      type: text,
      /** A template over `{eventId}`, `{at}` and `{id}`, the endpoint's. */
      body: figure(json),
      onCreate: figure(z.enum(['must-succeed', 'none'])),
    })
    .optional(),
  /** What becomes of the count of failures where an endpoint is enabled again. */
  onEnable: figure(z.enum(['resets-failures', 'keeps-failures'])).optional(),
  eventTypes: figure(z.enum(['documented', 'any'])).optional(),
  eventGlobs: figure(z.boolean()).optional(),
  unknownFields: figure(z.enum(['refused', 'ignored'])).optional(),
  /** To which endpoints an event is delivered again. */
  redelivery: figure(z.enum(['all-endpoints', 'failed-endpoints'])).optional(),
  /** A switch of a workspace, besides that of each endpoint: how it is set, and how it stands at first. */
  masterSwitch: z
    .strictObject({
      method: z.enum(['POST', 'PUT', 'PATCH']),
      path: text,
      body: z.record(text, json),
      answer: figure(json).optional(),
      initially: figure(z.enum(['on', 'off'])),
      source,
    })
    .optional(),
  source,
})

/** The management API: where webhooks are managed and, where that can be done by calls, how each is written. */
export const api = z.strictObject({
  baseUrl: z.url().optional(),
  about: text,
  /** What to do where there is no call for an operation; `*` stands for all of them. */
  instead: z.partialRecord(z.enum([...operations, '*']), text).optional(),
  auth: z
    .strictObject({
      header: text,
      /** How the key is written: a template over `{key}`. */
      sends: template,
      /** All that the provider takes. */
      accepts: z.array(template).min(1).optional(),
      source,
    })
    .optional(),
  idempotency: z
    .strictObject({
      header: text,
      operations: z.array(z.enum(operations)).min(1),
      required: figure(z.boolean()),
      source,
    })
    .optional(),
  routes: z.partialRecord(z.enum(operations), route).optional(),
  endpoint: endpoint.optional(),
  /** An item of the list of events. */
  event: z.strictObject({ object: figure(z.record(text, json)), source }).optional(),
  pages: pages.optional(),
  errors: errors.optional(),
  rateLimit: rateLimit.optional(),
  rules: rules.optional(),
  source,
})
