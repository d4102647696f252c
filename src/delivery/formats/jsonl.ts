import * as z from 'zod'
import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { asciiJson, bytesOf, readJson } from '../../http/body.ts'
import { isHeaderName, isHeaderValue } from '../../http/headers.ts'
import { reasons } from '../../provider/verdict.ts'
import type { Attempt, Delivery, Scheduled } from '../delivery.ts'
import type { Kept } from '../store.ts'
import { tamperings } from '../tamper.ts'

/** Only what could have come over the wire: it may become a header, a URL or a shell's word again. */
const headerName = z.string().refine(isHeaderName, 'it must be the name of a header')
const headerValue = z.string().refine(isHeaderValue, 'it must be the value of a header')
const header = z.tuple([headerName, headerValue])
const method = z.string().refine(isHeaderName, 'it must be a method')
const url = z.url({ protocol: /^https?$/, error: 'it must be an http or https URL' })
const base64 = z.base64()
const response = z.strictObject({
  status: z.int(),
  statusText: z.string(),
  headers: z.array(header),
  body: base64,
  truncated: z.boolean(),
})
const scheduled = z.strictObject({
  of: z.int().positive(),
  beganMs: z.number(),
  endedMs: z.number(),
  why: z.strictObject({
    scheduledMs: z.number(),
    countedFrom: z.enum(['previous', 'first']),
    jitteredMs: z.number().nullable(),
    moved: z.array(
      z.strictObject({
        by: z.enum(['retry-after', 'least-delay', 'order', 'endpoint-off']),
        toMs: z.number(),
      }),
    ),
  }),
})
const ending = z.strictObject({
  end: z.enum(['delivered', 'given-up', 'stopped', 'endpoint-disabled']),
  atMs: z.number(),
  deadLettered: z.boolean(),
  endpointDisabled: z.boolean(),
})
const attempt = z.strictObject({
  number: z.int().positive(),
  at: z.iso.datetime(),
  to: url,
  headers: z.array(header),
  outcome: z.enum(['accepted', 'refused', 'timed-out', 'unreachable']),
  response: response.nullable(),
  unreachable: z
    .strictObject({
      why: z.enum([
        'refused',
        'unknown-host',
        'unroutable',
        'reset',
        'tls',
        'invalid-http',
        'interrupted',
        'other',
      ]),
      detail: z.string(),
    })
    .nullable(),
  durationMs: z.number(),
  scheduled: scheduled.exactOptional(),
})
const verdict = z.union([
  z.strictObject({
    ok: z.literal(true),
    key: z.enum(['current', 'previous']),
    weak: z.string().exactOptional(),
  }),
  z.strictObject({
    ok: z.literal(false),
    reason: z.enum(reasons),
    detail: z.string(),
    hint: z.string().exactOptional(),
  }),
])

/** One line of a jsonl export: a delivery with its attempts; bodies in base64, so that every byte survives. */
const line = z.strictObject({
  kind: z.literal('kept-delivery'),
  formatVersion: z.literal(1),
  id: z.string().regex(/^dlv_[0-9A-Z]{26}$/, 'it must be a delivery id'),
  direction: z.enum(['in', 'out']),
  at: z.iso.datetime(),
  provider: z.string().nullable(),
  eventId: z.string().nullable(),
  type: z.string().nullable(),
  unknownType: z.boolean(),
  verdict: verdict.nullable(),
  signature: z.strictObject({ header: z.string(), scheme: z.string() }).nullable(),
  request: z.strictObject({ method, target: z.string(), headers: z.array(header), body: base64 }),
  to: url.nullable(),
  answered: z.int().nullable(),
  duplicateOf: z.string().nullable(),
  replayOf: z.string().nullable(),
  tampered: z.enum(tamperings).exactOptional(),
  ended: ending.exactOptional(),
  attempts: z.array(attempt),
})

type Line = z.infer<typeof line>

const toBase64 = (body: Uint8Array): string => Buffer.from(body).toString('base64')

/** One delivery as one line. */
export function writeLine({ place: _, attempts, ...kept }: Kept): string {
  const written: Line = {
    kind: 'kept-delivery',
    formatVersion: 1,
    ...kept,
    at: new Date(kept.at).toISOString(),
    request: { ...kept.request, headers: mutable(kept.request.headers), body: toBase64(kept.request.body) },
    attempts: attempts.map(({ delivery: _of, scheduled, ...each }) => ({
      ...each,
      ...(scheduled ? { scheduled: writeScheduled(scheduled) } : {}),
      at: new Date(each.at).toISOString(),
      headers: mutable(each.headers),
      response: each.response && {
        ...each.response,
        headers: mutable(each.response.headers),
        body: toBase64(each.response.body),
      },
    })),
  }
  return asciiJson(written)
}

const writeScheduled = ({ why, ...rest }: Scheduled): z.infer<typeof scheduled> => ({
  ...rest,
  why: { ...why, jitteredMs: why.jitteredMs ?? null, moved: [...why.moved] },
})

const readScheduled = ({ why, ...rest }: z.infer<typeof scheduled>): Scheduled => ({
  ...rest,
  why: { ...why, jitteredMs: why.jitteredMs ?? undefined },
})

const mutable = (headers: readonly (readonly [string, string])[]): [string, string][] =>
  headers.map(([name, value]) => [name, value])

/**
 * Reads a line back.
 *
 * @param number where it stands in its file, for the error
 * @throws HooksError `not-json` where it is no JSON, `invalid-value` where it is no delivery
 */
export function readLine(text: string, number: number): { delivery: Delivery; attempts: Attempt[] } {
  const read = line.safeParse(parse(text, number))
  if (!read.success) {
    const issue = read.error.issues[0]
    const where = issue && issue.path.length > 0 ? ` at '${issue.path.join('.')}'` : ''
    throw new HooksError(
      'invalid-value',
      `Line ${number} is no kept delivery${where}: ${issue?.message ?? 'it has another shape'}.`,
      'Nothing of the file was imported. Only what `hooks deliveries export --as jsonl` wrote can be.',
    )
  }
  const { kind: _kind, formatVersion: _version, attempts, ...rest } = read.data
  const body = Buffer.from(rest.request.body, 'base64')
  return {
    delivery: { ...rest, at: Date.parse(rest.at), request: { ...rest.request, body } },
    attempts: attempts.map(({ scheduled, ...each }) => ({
      ...each,
      ...(scheduled ? { scheduled: readScheduled(scheduled) } : {}),
      delivery: rest.id,
      at: Date.parse(each.at),
      response: each.response && { ...each.response, body: Buffer.from(each.response.body, 'base64') },
    })),
  }
}

function parse(text: string, number: number): Json {
  const reading = readJson(bytesOf(text))
  if (reading.ok) return reading.value
  throw new HooksError(
    'not-json',
    `Line ${number} is no JSON: ${reading.why}.`,
    'Nothing of the file was imported.',
  )
}
