import { expect, test } from 'vitest'
import { verdictView } from '../../src/output/verdict.ts'
import type { Verdict } from '../../src/provider/verdict.ts'
import { asciiTerminal, colourTerminal, pipe, terminal } from './support/styles.ts'

const verdicts: Verdict[] = [
  { ok: true, key: 'current' },
  { ok: true, key: 'previous' },
  {
    ok: false,
    reason: 'body-changed',
    detail: 'the signature fits the body with its final newline removed\u001b.',
    hint: 'Something on the way appended a newline.\u202e',
  },
  { ok: false, reason: 'wrong-secret', detail: 'signed with another secret' },
  { ok: false, reason: 'wrong-signature', detail: 'no known cause' },
  {
    ok: false,
    reason: 'timestamp-too-old',
    detail: 'it is 6 m old; the limit is 5 m',
    hint: 'Check the clock.',
  },
  { ok: false, reason: 'no-secret', detail: 'no secret is known', hint: 'Give one: --secret' },
]

const all = (style: Parameters<typeof verdictView>[1]): string =>
  verdicts.map((verdict) => verdictView(verdict, style)).join('\n')

test('on a terminal', () => {
  expect(all(terminal())).toMatchInlineSnapshot(`
    "✓ verified with the current secret
    ✓ verified with the previous secret
    ✗ wrong-signature → body-changed: the signature fits the body with its final newline removed\\x1b.
      Something on the way appended a newline.\\u202e
    ✗ wrong-signature → wrong-secret: signed with another secret
    ✗ wrong-signature: no known cause
    ✗ timestamp-too-old: it is 6 m old; the limit is 5 m
      Check the clock.
    ! unverified: no secret is known
      Give one: --secret"
  `)
})

test('in colour, and with plain characters', () => {
  expect(all(colourTerminal()).replaceAll('\u001b', '^')).toMatchInlineSnapshot(`
    "^[32m✓^[39m verified with the current secret
    ^[32m✓^[39m verified with the previous secret
    ^[31m✗^[39m wrong-signature → body-changed: the signature fits the body with its final newline removed\\x1b.
      Something on the way appended a newline.\\u202e
    ^[31m✗^[39m wrong-signature → wrong-secret: signed with another secret
    ^[31m✗^[39m wrong-signature: no known cause
    ^[31m✗^[39m timestamp-too-old: it is 6 m old; the limit is 5 m
      Check the clock.
    ^[33m!^[39m unverified: no secret is known
      Give one: --secret"
  `)
  expect(all(asciiTerminal()).split('\n').slice(2, 4)).toMatchInlineSnapshot(`
    [
      "x wrong-signature -> body-changed: the signature fits the body with its final newline removed\\x1b.",
      "  Something on the way appended a newline.\\u202e",
    ]
  `)
})

test('in a pipe', () => {
  expect(all(pipe)).toMatchInlineSnapshot(`
    "verified with the current secret
    verified with the previous secret
    body-changed: the signature fits the body with its final newline removed\\x1b.
      Something on the way appended a newline.\\u202e
    wrong-secret: signed with another secret
    wrong-signature: no known cause
    timestamp-too-old: it is 6 m old; the limit is 5 m
      Check the clock.
    unverified: no secret is known
      Give one: --secret"
  `)
})
