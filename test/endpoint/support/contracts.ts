import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { operations, problemKinds } from '../../../src/provider/management.ts'

/** Requests and answers as the documentation has them, written down from there and not from our code. */
const json = z.json()
const operation = z.enum(operations)
const fact = { title: z.string(), source: z.string(), published: z.boolean() }
const contractSchema = z.strictObject({
  provider: z.string(),
  calls: z.array(
    z.strictObject({
      ...fact,
      operation,
      /** What is asked for, in our words. */
      asked: z.record(z.string(), json),
      idempotencyKey: z.string().optional(),
      request: z.strictObject({
        method: z.string(),
        url: z.url(),
        headers: z.record(z.string(), z.string()),
        body: json.optional(),
      }),
      /** What a server fills in. */
      received: z.record(z.string(), json).optional(),
    }),
  ),
  answers: z.array(
    z.strictObject({
      ...fact,
      operation,
      /** What the answer says, in our words; words that are left out are null. */
      value: z.record(z.string(), json),
      /** What a server knows and does not say. */
      hidden: z.record(z.string(), json).optional(),
      status: z.int(),
      body: json.optional(),
    }),
  ),
  problems: z.array(
    z.strictObject({
      ...fact,
      status: z.int(),
      headers: z.record(z.string(), z.string()).optional(),
      body: json,
      operation: operation.optional(),
      problem: z.object({
        kind: z.enum(problemKinds),
        message: z.string(),
        fields: z.array(z.strictObject({ field: z.string(), message: z.string() })),
        retryAfterS: z.number().optional(),
      }),
      writtenAs: z.enum(problemKinds).optional(),
      /** Whether it is the one of several shapes that a server gives. */
      served: z.boolean(),
    }),
  ),
})

const folder = join(import.meta.dirname, '../contract')

/** What is written down of each provider. */
export const contracts = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => contractSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
