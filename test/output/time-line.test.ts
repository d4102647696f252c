import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TimeMark } from '../../src/output/time-line.ts'
import { logScale, place, timeLine } from '../../src/output/time-line.ts'
import { asciiTerminal, colourTerminal, terminal, widestLine, withoutColours } from './support/styles.ts'

const [minute, hour] = [60_000, 3_600_000] as const

const at = (...times: readonly number[]): TimeMark[] =>
  times.map((atMs, index) => ({ number: index + 1, atMs, minMs: atMs, maxMs: atMs }))

const six = at(0, minute, 6 * minute, 36 * minute, 156 * minute, 516 * minute)

const drawn = (marks: readonly TimeMark[], columns: number, style = terminal()): string =>
  timeLine(
    marks,
    logScale(
      marks.flatMap(({ atMs, maxMs }) => [atMs, maxMs]),
      columns,
    ),
    style,
  ).join('\n')

describe('a time line', () => {
  test('at several widths', () => {
    expect([76, 36, 12].map((columns) => drawn(six, columns)).join('\n\n')).toMatchInlineSnapshot(`
      "0s      1m             6m                 36m              2h36m       8h36m
      ●───────●──────────────●───────────────────●─────────────────●─────────────●
      1       2              3                   4                 5             6

                                2h36m
      0s  1m     6m      36m         8h36m
      ●───●──────●────────●───────●──────●
      1   2      3        4       5      6

       1m  36m
      0s     8h36m
      ●●─●──●──●─●
      1  3  4  5 6"
    `)
  })

  test('with plain characters', () => {
    expect(drawn(six, 60, asciiTerminal())).toMatchInlineSnapshot(`
      "0s     1m         6m             36m          2h36m    8h36m
      *------*----------*---------------*-------------*----------*
      1      2          3               4             5          6"
    `)
  })

  test('with jitter: where an attempt may be is thick', () => {
    const marks = at(0, minute, hour).map((mark) => ({
      ...mark,
      minMs: mark.atMs * 0.5,
      maxMs: mark.atMs * 2,
    }))
    expect([drawn(marks, 60), drawn(marks, 60, asciiTerminal())].join('\n\n')).toMatchInlineSnapshot(`
      "0s       1m                                        1h
      ●────━━━━●━━━━━───────────────────────────━━━━━━━━━●━━━━━━━━
      1        2                                         3

      0s       1m                                        1h
      *----====*=====---------------------------=========*========
      1        2                                         3"
    `)
  })

  test('that begins before its first attempt, or has one alone', () => {
    expect([drawn(at(5_000, 65_000), 40), drawn(at(0), 40)].join('\n\n')).toMatchInlineSnapshot(`
      "event     5s                        1m5s
      ├─────────●────────────────────────────●
                1                            2

      0s
      ●
      1"
    `)
  })

  test('in colour it is the same', () => {
    expect(withoutColours(drawn(six, 60, colourTerminal()))).toBe(drawn(six, 60))
  })

  test('keeps to its width, and each row has its labels apart', () => {
    const marks = fc.array(fc.integer({ min: 0, max: 7 * 24 * hour }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(marks, fc.integer({ min: 10, max: 200 }), (times, columns) => {
        const lines = drawn(at(...times.toSorted((a, b) => a - b)), columns)
        expect(widestLine(lines)).toBeLessThanOrEqual(columns)
        // Two labels that ran into each other would be no duration.
        const labels = lines.split('\n').slice(0, -2).join(' ').split(/ +/).filter(Boolean)
        expect(labels.filter((label) => !/^(event|(\d+(\.\d)?(ms|s|m|h|d)){1,2})$/.test(label))).toEqual([])
      }),
    )
  })
})

test('labels stand above their columns where they can', () => {
  const labels = [
    { at: 0, text: 'first' },
    { at: 19, text: 'last' },
    { at: 10, text: 'mid' },
    { at: 12, text: 'no room' },
  ]
  expect(place(labels, { columns: 20, gap: 2 })).toEqual({
    text: 'first    mid    last',
    left: [{ at: 12, text: 'no room' }],
  })
})

test('a scale gives early times more room, and each its own place', () => {
  const scale = logScale([0, minute, hour, 24 * hour], 101)
  expect([0, minute, hour, 24 * hour, 48 * hour].map(scale.columnOf)).toEqual([0, 10, 57, 100, 100])
})
