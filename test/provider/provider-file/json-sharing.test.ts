import { expect, test } from 'vitest'
import { shareDefinitions } from '../../../src/provider/provider-file/json-sharing.ts'

const inner = {
  type: 'object',
  properties: { days: { type: 'integer', minimum: 1 }, hours: { type: 'integer' } },
}

test('what stands in several places stands once; each place keeps its own words', () => {
  const schema = {
    type: 'object',
    properties: {
      one: { description: 'The first.', ...inner },
      other: { description: 'The other.', examples: [inner], ...inner },
      same: { description: 'The other.', examples: [inner], ...inner },
      short: { type: 'string' },
      another: { type: 'string' },
    },
  }
  expect(shareDefinitions(schema)).toEqual({
    type: 'object',
    properties: {
      one: { description: 'The first.', allOf: [{ $ref: '#/definitions/shared1' }] },
      other: { $ref: '#/definitions/shared2' },
      same: { $ref: '#/definitions/shared2' },
      short: { type: 'string' },
      another: { type: 'string' },
    },
    definitions: {
      shared1: inner,
      shared2: { description: 'The other.', examples: [inner], ...inner },
    },
  })
})
