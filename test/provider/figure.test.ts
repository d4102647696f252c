import { expect, test } from 'vitest'
import { figureOf, readFigure } from '../../src/provider/figure.ts'

test.each([
  ['5s', { value: '5s', assumed: false, note: undefined, source: undefined }],
  [['0s', '1m'], { value: ['0s', '1m'], assumed: false, note: undefined, source: undefined }],
  [{ value: '5s' }, { value: '5s', assumed: false, note: undefined, source: undefined }],
  [
    { value: '5s', published: false, note: 'Assumed.', source: ['a', 'b'] } as const,
    { value: '5s', assumed: true, note: 'Assumed.', source: ['a', 'b'] },
  ],
  [
    { consecutiveFailures: 5 },
    { value: { consecutiveFailures: 5 }, assumed: false, note: undefined, source: undefined },
  ],
])('%j is taken apart', (figure, read) => {
  expect(readFigure<unknown>(figure)).toEqual(read)
  expect(figureOf<unknown>(figure)).toEqual(read.value)
})
