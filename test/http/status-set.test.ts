import { expect, test } from 'vitest'
import { hasStatus, parseStatusSet } from '../../src/http/status-set.ts'

const statuses = [100, 199, 200, 201, 204, 299, 300, 404, 410, 499, 500, 599]
const within = (text: string) => statuses.filter((status) => hasStatus(parseStatusSet(text) ?? [], status))

test.each([
  ['200', [200]],
  ['2xx', [200, 201, 204, 299]],
  ['2XX', [200, 201, 204, 299]],
  ['1xx,5xx', [100, 199, 500, 599]],
  [' 200 , 404,4xx', [200, 404, 410, 499]],
  ['418', []],
])('%s holds', (text, held) => {
  expect(within(text)).toEqual(held)
})

test.each([
  '',
  ',',
  '200,',
  '6xx',
  '0xx',
  '099',
  '600',
  '20',
  '2000',
  '2x',
  'xx',
  '-200',
  '2xx;3xx',
  '200-299',
  'ok',
])('%j is no set of statuses', (text) => {
  expect(parseStatusSet(text)).toBeUndefined()
})
