import * as z from 'zod'
import { parseStatusSet } from '../http/status-set.ts'
import { parseDuration } from '../time/duration.ts'
import { parseGenerator } from './generator.ts'
import { parseTemplate } from './template.ts'

/** A text that is not empty. */
export const text = z.string().min(1)

/** `250ms`, `5s`, `1m`, `2h`, `3d`. */
export const duration = text.refine(
  (value) => parseDuration(value) !== undefined,
  'a duration such as 5s, 1m or 2h',
)

/** `200`, `2xx`, or a comma list of such. */
export const statusSet = text.refine(
  (value) => parseStatusSet(value) !== undefined,
  'a status such as 200 or 2xx, or a list',
)

/** Names of `sources`, whose pages state what stands beside them; only a user's own file may leave them out. */
export const source = z.union([text, z.array(text).min(1)]).optional()

/** Checks that a template can be read; the parser throws an Error that says what is wrong. */
const readable = (parse: (value: string) => unknown) =>
  text.superRefine((value, context) => {
    try {
      parse(value)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      context.addIssue({ code: 'custom', message, params: { sentence: true } })
    }
  })

/** A text with fields in braces. */
export const template = readable(parseTemplate)

/** How a new id is made. */
export const generator = readable(parseGenerator)

/**
 * A figure that the provider publishes stands bare. One that it does not publish says so, with what is assumed; one that
 * stands on another page than its section names that page.
 */
export const figure = <T extends z.ZodType>(value: T) =>
  z.union([
    value,
    z.strictObject({
      value,
      source,
      published: z.literal(false).optional(),
      note: text.optional(),
    }),
  ])

/** A figure as it stands in a profile: bare, or with where it is from. */
export type Figure<T> =
  | T
  | {
      value: T
      source?: string | string[] | undefined
      published?: false | undefined
      note?: string | undefined
    }
