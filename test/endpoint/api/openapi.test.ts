import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openApiOf } from '../../../src/endpoint/api/openapi.ts'
import type { Json } from '../../../src/http/body.ts'
import { isObject } from '../../../src/http/body.ts'
import { valueAt } from '../../../src/provider/path.ts'
import { apiOf } from '../support/apis.ts'
import { contracts } from '../support/contracts.ts'
import { inlined, openApiFaults } from '../support/openapi-rules.ts'

const providers = ['example', 'firma', 'firma@2026-04', 'firma@2026-08', 'firsthand', 'firsthand@2026-03']

/** The paths of a document, with the methods of each. */
function pathsOf(document: Json): Record<string, string> {
  const paths = valueAt(document, ['paths'])
  return Object.fromEntries(
    Object.entries(isObject(paths) ? paths : {}).map(([path, item]) => [
      path,
      Object.keys(Object(item)).join(' '),
    ]),
  )
}

test.each(providers)('the document of %s keeps to the rules of OpenAPI 3.1', (provider) => {
  expect(openApiFaults(openApiOf(apiOf(provider)))).toEqual([])
})

test('a document that is wrong is found out', () => {
  const wrong: Json = {
    openapi: '3.0.0',
    info: { title: 'x' },
    paths: { 'a/{id}': { fetch: { responses: { 99: {} }, colour: 1 } } },
    components: { schemas: { 'a b': { $ref: '#/components/schemas/None' } } },
  }
  expect(openApiFaults(wrong)).toEqual([
    'openapi is not 3.1.0',
    'info has no version',
    'a b',
    'fetch a/{id} is no method',
    'a/{id} does not begin with a slash',
    'fetch a/{id} has a strange colour',
    'fetch a/{id} declares ',
    'fetch a/{id} answers 99',
    'fetch a/{id} 99 has no description',
    '#/components/schemas/None leads nowhere',
  ])
})

test('it has every path', () => {
  expect(pathsOf(openApiOf(apiOf('firma@2026-08')))).toEqual({
    '/webhooks': 'get post',
    '/webhooks/{id}': 'get put delete',
    '/webhooks/{id}/test': 'post',
    '/webhooks/rotate-secret': 'post',
    '/workspaces/{workspace}/webhooks/rotate-secret': 'post',
    '/webhooks/secret-status': 'get',
    '/workspaces/{workspace}/webhooks/secret-status': 'get',
    '/workspaces/{workspace}': 'patch',
  })
})

test('the whole document of one', async () => {
  const text = `${JSON.stringify(openApiOf(apiOf('firsthand')), null, 2)}\n`
  await expect(text).toMatchFileSnapshot('__snapshots__/firsthand.openapi.json')
})

describe.each(contracts)('$provider', ({ provider, calls, answers, problems }) => {
  const document = openApiOf(apiOf(provider))
  const operationOf = (operation: string): Json => {
    const paths = valueAt(document, ['paths']) ?? {}
    const found = valuesOf(paths).flatMap(valuesOf)
    return found.find((each) => isObject(each) && each.operationId === operation) ?? {}
  }
  const schemaAt = (value: Json, path: (string | number)[]) => {
    const schema = inlined(document, valueAt(value, [...path, 'content', 'application/json', 'schema']) ?? {})
    return z.fromJSONSchema(Object(schema))
  }
  const whyNot = (schema: z.ZodType, body: Json | undefined) => schema.safeParse(body).error?.issues ?? []

  test.each(calls.filter(({ request }) => request.body !== undefined))('its schemas fit: $title', (call) => {
    const schema = schemaAt(operationOf(call.operation), ['requestBody'])
    expect(whyNot(schema, call.request.body)).toEqual([])
  })

  test.each(answers.filter(({ body }) => body !== undefined))('its schemas fit: $title', (answer) => {
    const schema = schemaAt(operationOf(answer.operation), ['responses', String(answer.status)])
    expect(whyNot(schema, answer.body)).toEqual([])
    expect(whyNot(schema, unlike(answer.body))).not.toEqual([])
  })

  test.each(problems)('its schemas fit: $title', ({ status, body }) => {
    expect(whyNot(schemaAt(document, ['components', 'responses', String(status)]), body)).toEqual([])
  })
})

const valuesOf = (json: Json): Json[] => (isObject(json) ? Object.values(json) : [])

/** The same fields, each with a value that no field has. */
const unlike = (body: Json | undefined): Json =>
  Object.fromEntries(Object.keys(isObject(body) ? body : {}).map((key) => [key, { strange: [1] }]))
