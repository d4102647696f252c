import type { Json } from '../../http/body.ts'
import { figureOf, readFigure } from '../../provider/figure.ts'
import type { Operation } from '../../provider/management.ts'
import { operations } from '../../provider/management.ts'
import type { Figure } from '../../provider/profile.ts'
import { fieldsOf, parseTemplate } from '../../provider/template.ts'
import { idempotencyOf } from './auth.ts'
import type { Api, Route } from './describe.ts'
import { bodyTemplate } from './describe.ts'
import { problemResponses } from './openapi-problems.ts'
import type { Schema } from './openapi-schemas.ts'
import { bodySchema, componentSchemas, templateSchema } from './openapi-schemas.ts'
import { limitsOf } from './rate-limit.ts'

/**
 * The API as an OpenAPI 3.1 document, so that clients can be made of it: of the server that tells it (first, so that a client calls
 * that one), and of the provider's own. What is not published says that it is assumed.
 */
export function openApiOf(api: Api): Json {
  const { section, title, provider, baseUrl, basePath } = api
  const here = {
    url: basePath === '' ? '/' : basePath,
    description: 'The server that this document is from.',
  }
  return {
    openapi: '3.1.0',
    info: { title: `${title}: webhooks`, version: provider, description: section.about },
    servers: [here, ...(baseUrl === '' ? [] : [{ url: baseUrl, description: title }])],
    security: [{ key: [] }],
    paths: pathsOf(api),
    components: {
      securitySchemes: { key: securityScheme(api) },
      schemas: componentSchemas(api),
      responses: problemResponses(api),
    },
  }
}

function securityScheme({ section }: Api): Schema {
  const { header = 'Authorization', sends = 'Bearer {key}' } = section.auth ?? {}
  return header === 'Authorization' && sends === 'Bearer {key}'
    ? { type: 'http', scheme: 'bearer' }
    : { type: 'apiKey', in: 'header', name: header }
}

function pathsOf(api: Api): Schema {
  const found = operations.flatMap((operation) => {
    const route = api.section.routes[operation]
    if (!route) return []
    const { path, workspacePath, method } = route
    const further =
      workspacePath === undefined ? [] : [{ path: workspacePath, id: `${operation}OfWorkspace` }]
    return [{ path, id: operation }, ...further].map((place) => ({
      path: place.path,
      method: method.toLowerCase(),
      entry: { operationId: place.id, ...operationOf({ api, operation, route }, place.path) },
    }))
  })
  const all = [...found, ...switchPath(api)]
  const paths = [...new Set(all.map(({ path }) => path))]
  const itemOf = (path: string): Schema =>
    Object.fromEntries(all.filter((each) => each.path === path).map(({ method, entry }) => [method, entry]))
  return Object.fromEntries(paths.map((path) => [path, itemOf(path)]))
}

interface Described {
  readonly api: Api
  readonly operation: Operation
  readonly route: Route
}

function operationOf({ api, operation, route }: Described, path: string): Schema {
  const parameters = [...pathParameters(path), ...queryParameters({ api, operation, route })]
  const body = bodyTemplate(route)
  const scope = route.scope === undefined ? {} : { description: `Scope: ${route.scope}` }
  return {
    ...scope,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: requestBody(route, body) } : {}),
    responses: responsesOf({ api, operation, route }),
  }
}

const pathParameters = (path: string): Schema[] =>
  fieldsOf(parseTemplate(path)).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParameters({ api, operation, route }: Described): Schema[] {
  const { pages, idempotency } = api.section
  const asks = operation === 'list' || operation === 'events' ? pages : undefined
  const place = asks && {
    name: asks.by === 'number' ? asks.page : asks.cursor,
    schema: asks.by === 'number' ? { type: 'integer', minimum: 1, default: 1 } : { type: 'string' },
  }
  const size = asks && { type: 'integer', minimum: 1, maximum: asks.max, default: asks.default }
  const filters = Object.entries(route.query ?? {}).map(([name, { values, default: usual }]) => ({
    name,
    in: 'query',
    schema: {
      type: 'string',
      ...(values ? { enum: Object.keys(values) } : {}),
      ...(usual === undefined ? {} : { default: usual }),
    },
  }))
  const demand = idempotencyOf(api, operation)
  const key = { in: 'header', required: demand === 'required', schema: { type: 'string' } }
  return [
    ...(place && asks
      ? [
          { in: 'query', ...place },
          { name: asks.size, in: 'query', schema: size ?? {} },
        ]
      : []),
    ...filters,
    ...(demand === 'none' || !idempotency ? [] : [{ name: idempotency.header, ...key }]),
  ]
}

function requestBody({ required = [], body: figure }: Route, body: Readonly<Record<string, Json>>): Schema {
  return {
    ...assumption(figure),
    required: required.length > 0,
    content: { 'application/json': { schema: bodySchema(body, required) } },
  }
}

function responsesOf({ api, operation, route }: Described): Schema {
  const { answer, failed, status = 200 } = route
  const headers = limitsOf(api, operation) ? Object.keys(api.section.rateLimit?.headers ?? {}) : []
  const items = operation === 'events' ? 'Event' : 'Endpoint'
  const shapes = [answer, failed].flatMap((figure) =>
    figure === undefined ? [] : [templateSchema(figureOf<Json>(figure), items)],
  )
  const [shape = {}] = shapes
  const told = {
    description: assumption(answer).description ?? assumption(status).description ?? 'Done.',
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers.map((name) => [name, textHeader])) } : {}),
    ...(shapes.length > 0 ? { content: jsonContent(shapes.length > 1 ? { anyOf: shapes } : shape) } : {}),
  }
  const problems = Object.keys(problemResponses(api)).map((code) => [
    code,
    { $ref: `#/components/responses/${code}` },
  ])
  return { ...Object.fromEntries(problems), [String(figureOf(status))]: told }
}

const textHeader = { schema: { type: 'string' } }
const jsonContent = (schema: Schema) => ({ 'application/json': { schema } })

/** What is to be said of something that the provider does not publish. */
function assumption<T>(figure: Figure<T> | undefined): { readonly description?: string } {
  if (figure === undefined) return {}
  const { assumed, note } = readFigure(figure)
  return assumed ? { description: `Assumed. ${note ?? ''}`.trim() } : {}
}

function switchPath({ section }: Api): { path: string; method: string; entry: Schema }[] {
  const described = section.rules?.masterSwitch
  if (!described) return []
  const { method, path, body, answer } = described
  const content = answer === undefined ? {} : { content: jsonContent(templateSchema(figureOf<Json>(answer))) }
  const entry = {
    operationId: 'switchWorkspace',
    parameters: pathParameters(path),
    requestBody: { required: true, content: jsonContent(bodySchema(body, ['enabled'])) },
    responses: { '200': { description: assumption(answer).description ?? 'Done.', ...content } },
  }
  return [{ path, method: method.toLowerCase(), entry }]
}
