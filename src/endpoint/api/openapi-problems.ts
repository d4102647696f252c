import type { Json } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Api } from './describe.ts'
import { describedProblems } from './kinds.ts'
import type { Schema } from './openapi-schemas.ts'
import { templateSchema } from './openapi-schemas.ts'

const general: Json = { $ref: '#/components/schemas/Problem' }

/** The answers to calls that fail, by their status: in each of the shapes that the API documents for it. */
export function problemResponses({ section }: Api): Schema {
  const described = describedProblems(section).map((each) => each.described)
  const statuses = [...new Set(described.map(({ status }) => figureOf(status)))].toSorted((a, b) => a - b)
  const responses = statuses.map((status) => {
    const alike = described.filter((each) => figureOf(each.status) === status)
    const codes = [...new Set(alike.flatMap(({ code }) => code ?? []))]
    const bodies = alike.map(({ body }) => (body === undefined ? general : templateSchema(body)))
    return [String(status), response(codes.join(', ') || 'Refused.', unique(bodies))]
  })
  return { ...Object.fromEntries(responses), default: response('Refused.', [general]) }
}

const unique = (schemas: readonly Json[]): Json[] =>
  [...new Set(schemas.map((schema) => JSON.stringify(schema)))].map((text) => JSON.parse(text))

function response(description: string, [first = general, ...others]: readonly Json[]): Schema {
  const schema = others.length > 0 ? { anyOf: [first, ...others] } : first
  return { description, content: { 'application/json': { schema } } }
}
