import type { Json } from '../../../src/http/body.ts'
import { isObject } from '../../../src/http/body.ts'

type Fields = Readonly<Record<string, Json>>

/** The fields that each object of an OpenAPI 3.1 document may have and must have, of those that we write. */
const shapes = {
  document: { must: ['openapi', 'info', 'paths'], may: ['servers', 'security', 'components'] },
  info: { must: ['title', 'version'], may: ['description'] },
  server: { must: ['url'], may: ['description'] },
  components: { must: [], may: ['schemas', 'responses', 'securitySchemes'] },
  operation: { must: ['responses'], may: ['operationId', 'description', 'parameters', 'requestBody'] },
  parameter: { must: ['name', 'in', 'schema'], may: ['required', 'description'] },
  requestBody: { must: ['content'], may: ['required', 'description'] },
  response: { must: ['description'], may: ['headers', 'content'] },
  header: { must: ['schema'], may: ['description'] },
} as const

const methods = ['get', 'put', 'post', 'delete', 'patch']

/** What is wrong with a document by the rules of the specification (https://spec.openapis.org/oas/v3.1.0), one line each. */
export function openApiFaults(document: Json): string[] {
  const root = fieldsOf(document)
  const { info, servers, paths, components } = root
  const operations = Object.entries(fieldsOf(paths)).flatMap(([path, item]) =>
    Object.entries(fieldsOf(item)).map(([method, operation]) => ({
      path,
      method,
      operation: fieldsOf(operation),
    })),
  )
  const ids = operations.map(({ operation }) => String(operation.operationId))
  return [
    ...shapeFaults('document', root, ''),
    ...(root.openapi === '3.1.0' ? [] : ['openapi is not 3.1.0']),
    ...shapeFaults('info', info, 'info'),
    ...listOf(servers).flatMap((server, at) => shapeFaults('server', server, `servers[${at}]`)),
    ...shapeFaults('components', components, 'components'),
    ...Object.values(fieldsOf(components)).flatMap((group) =>
      Object.keys(fieldsOf(group)).filter((name) => !/^[\w.-]+$/.test(name)),
    ),
    ...Object.entries(fieldsOf(fieldsOf(components).responses)).flatMap(([name, each]) =>
      responseFaults(each, `components.responses.${name}`),
    ),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `operationId ${id} stands twice`),
    ...operations.flatMap(operationFaults),
    ...refFaults(document, document),
  ]
}

const fieldsOf = (value: Json | undefined): Fields => (isObject(value) ? value : {})
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

function shapeFaults(kind: keyof typeof shapes, value: Json | undefined, at: string): string[] {
  if (!isObject(value)) return [`${at} is no object`]
  const { must, may } = shapes[kind]
  const known: readonly string[] = [...must, ...may]
  return [
    ...must.filter((key) => !Object.hasOwn(value, key)).map((key) => `${at} has no ${key}`),
    ...Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) => `${at} has a strange ${key}`),
  ]
}

interface Placed {
  readonly path: string
  readonly method: string
  readonly operation: Fields
}

function operationFaults({ path, method, operation }: Placed): string[] {
  const at = `${method} ${path}`
  const parameters = listOf(operation.parameters).map(fieldsOf)
  const named = parameters.filter((each) => each.in === 'path').map(({ name }) => String(name))
  const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => String(name))
  const keys = parameters.map((each) => `${each.in} ${each.name}`)
  const { responses, requestBody } = operation
  return [
    ...(methods.includes(method) ? [] : [`${at} is no method`]),
    ...(path.startsWith('/') ? [] : [`${path} does not begin with a slash`]),
    ...shapeFaults('operation', operation, at),
    ...parameters.flatMap((each) => shapeFaults('parameter', each, `${at} ${each.name}`)),
    ...(named.join() === wanted.join() ? [] : [`${at} declares ${named}`]),
    ...parameters
      .filter((each) => each.in === 'path' && each.required !== true)
      .map(() => `${at} has an optional place`),
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${at} has ${key} twice`),
    ...(requestBody === undefined ? [] : shapeFaults('requestBody', requestBody, `${at} body`)),
    ...(Object.keys(fieldsOf(responses)).length > 0 ? [] : [`${at} has no responses`]),
    ...Object.entries(fieldsOf(responses)).flatMap(([status, each]) => [
      ...(/^([1-5]\d\d|default)$/.test(status) ? [] : [`${at} answers ${status}`]),
      ...(isObject(each) && '$ref' in each ? [] : responseFaults(each, `${at} ${status}`)),
    ]),
  ]
}

const responseFaults = (response: Json, at: string): string[] => [
  ...shapeFaults('response', response, at),
  ...Object.entries(fieldsOf(fieldsOf(response).headers)).flatMap(([name, header]) =>
    shapeFaults('header', header, `${at} ${name}`),
  ),
]

/** What a reference points to; undefined where there is nothing. */
function resolve(document: Json, ref: string): Json | undefined {
  const steps = ref.replace(/^#\//, '').split('/')
  return steps.reduce<Json | undefined>(
    (value, step) => (isObject(value) ? value[step] : undefined),
    document,
  )
}

function refFaults(document: Json, value: Json): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = isObject(value) && typeof value.$ref === 'string' ? [value.$ref] : []
  const broken = own
    .filter((ref) => resolve(document, ref) === undefined)
    .map((ref) => `${ref} leads nowhere`)
  return [...broken, ...Object.values(value).flatMap((inner: Json) => refFaults(document, inner))]
}

/** A value with all its references replaced by what they point to. */
export function inlined(document: Json, value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => inlined(document, each))
  if (!isObject(value)) return value
  if (typeof value.$ref === 'string') return inlined(document, resolve(document, value.$ref) ?? null)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inlined(document, inner)]))
}
