import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askLine } from '../../../src/host/terminal/ask.ts'

function dialogue() {
  const input = new PassThrough()
  const output = new PassThrough()
  const interruption = new AbortController()
  const answer = askLine('Sure? ', { input, output, signal: interruption.signal })
  return { input, answer, interruption, shown: () => String(output.read() ?? '') }
}

test('a line that is typed is the answer', async () => {
  const { input, answer, shown } = dialogue()
  expect(shown()).toBe('Sure? ')
  input.write('yes\nmore\n')
  expect(await answer).toBe('yes')
})

test('no line at all is no answer', async () => {
  const { input, answer } = dialogue()
  input.end()
  expect(await answer).toBeUndefined()
})

test('Ctrl-C ends it', async () => {
  const { answer, interruption } = dialogue()
  interruption.abort()
  expect(await answer).toBeUndefined()
})
