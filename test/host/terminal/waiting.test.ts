import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createWaiting } from '../../../src/host/terminal/waiting.ts'
import { signal } from '../support/signal.ts'

/** What a spinner needs of a terminal, and what it wrote. */
function fakeTerminal() {
  const nothing = (): boolean => true
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    cursorTo: nothing,
    moveCursor: nothing,
    clearLine: () => stream.write('<cleared>'),
  })
  return { stream, written: () => String(stream.read() ?? '') }
}

test('long work is shown until it ends, and nothing of that stays', async () => {
  const { stream, written } = fakeTerminal()
  const work = signal()
  const waiting = createWaiting(stream)('sending', work.given)
  let shown = ''
  await expect.poll(() => (shown += written())).toContain('sending')
  work.give()
  await waiting
  expect(written()).toMatch(/<cleared>$/)
})

test('short work is not shown', async () => {
  const { stream, written } = fakeTerminal()
  expect(await createWaiting(stream)('sending', Promise.resolve(7))).toBe(7)
  await expect(createWaiting(stream)('sending', Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(written()).toBe('')
})

test('off a terminal, and on one that does not know its columns, work is only awaited', () => {
  const { stream } = fakeTerminal()
  const work = Promise.resolve(7)
  expect(createWaiting(undefined)('sending', work)).toBe(work)
  expect(createWaiting(Object.assign(stream, { columns: 0 }))('sending', work)).toBe(work)
})
