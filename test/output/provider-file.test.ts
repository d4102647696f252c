import { expect, test } from 'vitest'
import { doneView, problemsView, soundView } from '../../src/output/provider-file.ts'
import { asciiSymbols, plainStyle } from '../../src/output/style.ts'

const problems = [
  { path: '', line: 1, message: 'It is no JSON.', remedy: 'Begin it with {.' },
  {
    path: 'headers["\u202e"]',
    line: 12,
    message: 'A message that is rather long, so that it must be wrapped here.',
    remedy: 'A remedy\twith a tab.',
  },
]
const terminal = plainStyle({ terminal: true, width: 40 })

test('on a terminal: wrapped, the remedy below, nothing hostile', () => {
  expect(problemsView('a\u0007.json', problems, terminal)).toMatchInlineSnapshot(`
    "✗ a\\x07.json has 2 mistakes.

    line 1
      It is no JSON.
      Begin it with {.

    line 12  headers["\\u202e"]
      A message that is rather long, so that
      it must be wrapped here.
      A remedy\\twith a tab."
  `)
  expect(
    problemsView('a.json', problems.slice(0, 1), { ...terminal, symbols: asciiSymbols }),
  ).toMatchInlineSnapshot(`
    "x a.json has one mistake.

    line 1
      It is no JSON.
      Begin it with {."
  `)
})

test('in a pipe: a line each, separated by tabs', () => {
  expect(problemsView('a.json', problems, plainStyle())).toBe(
    '1\t\tIt is no JSON.\tBegin it with {.\n12\theaders["\\u202e"]\tA message that is rather long, so that it must be wrapped here.\tA remedy\\twith a tab.',
  )
})

test.each([
  [{ name: 'acme', events: 1, vectors: 0 }, '✓ a.json describes acme: 1 event type, no vectors to try.'],
  [{ name: 'acme', events: 0, vectors: 1 }, '✓ a.json describes acme: 0 event types, 1 vector tried.'],
  [{ name: 'acme', events: 12, vectors: 3 }, '✓ a.json describes acme: 12 event types, 3 vectors tried.'],
])('%j', (summary, text) => {
  expect(soundView('a.json', summary, terminal)).toBe(text)
})

test('what was done, and what may be done next, which is for people alone', () => {
  const [text, next] = ['a\u0007 is written.', ['Check it.', 'Use \u001bit.']]
  expect(doneView(text, next, terminal)).toBe('✓ a\\x07 is written.\n  Check it.\n  Use \\x1bit.')
  expect(doneView(text, next, plainStyle())).toBe('a\\x07 is written.')
})
