import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeap } from '../../../src/delivery/engine/heap.ts'

const emptied = (heap: { readonly size: number; pop(): number | undefined }): (number | undefined)[] =>
  Array.from({ length: heap.size }, () => heap.pop())

test('gives the least first, whatever was put in and taken out', () => {
  const operations = fc.array(fc.oneof(fc.integer(), fc.constantFrom('pop' as const)))
  fc.assert(
    fc.property(operations, (all) => {
      const heap = createHeap<number>((a, b) => a < b)
      let expected: number[] = []
      for (const each of all) {
        if (each === 'pop') {
          expect([heap.peek(), heap.pop()]).toEqual([expected[0], expected[0]])
          expected = expected.slice(1)
        } else {
          heap.push(each)
          expected = [...expected, each].sort((a, b) => a - b)
        }
      }
      expect(heap.items().toSorted((a, b) => a - b)).toEqual(expected)
      expect(emptied(heap)).toEqual(expected)
    }),
  )
})

test('takes others in the place of all', () => {
  const heap = createHeap<number>((a, b) => a > b)
  heap.push(9)
  heap.replace([1, 3, 2])
  expect(emptied(heap)).toEqual([3, 2, 1])
  expect(heap.pop()).toBeUndefined()
})
