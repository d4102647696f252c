import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column } from '../../src/output/table.ts'
import { tabbed, table } from '../../src/output/table.ts'
import {
  asciiTerminal,
  atWidths,
  colourTerminal,
  forbiddenIn,
  pipe,
  terminal,
  widestLine,
} from './support/styles.ts'

interface Row {
  readonly id: string
  readonly type: string
  readonly bytes: number
  readonly about: string
}

const columns: Column<Row>[] = [
  { title: 'id', cell: ({ id }) => ({ text: id, paint: colourTerminal().yes }), shrink: 8 },
  { title: 'type', cell: ({ type }) => type, shrink: 8, priority: 1 },
  {
    title: 'size',
    cell: ({ bytes }) => ({ text: `${bytes} B`, piped: String(bytes) }),
    align: 'right',
    priority: 3,
  },
  { title: 'about', cell: ({ about }) => about, shrink: 10, shorten: 'end', priority: 2 },
]

const rows: Row[] = [
  {
    id: 'evt_01JQA7Z4M8C6',
    type: 'job.completed',
    bytes: 1234,
    about: 'All requested files have been collected.',
  },
  { id: 'evt_日本語', type: '', bytes: 5, about: 'a\tb\nc\u001b' },
]
const plain = columns.map((column) => ({
  ...column,
  cell: (row: Row) => {
    const cell = column.cell(row)
    return typeof cell === 'string' ? cell : { ...cell, paint: undefined }
  },
}))

describe('on a terminal', () => {
  test('of any width', () => {
    expect(
      atWidths([120, 72, 56, 40, 24, 5], (style) => table({ columns: plain, rows }, style)),
    ).toMatchInlineSnapshot(`
      "------------------------------------------------------------------------------------------------------------------------
      id                type             size  about
      evt_01JQA7Z4M8C6  job.completed  1234 B  All requested files have been collected.
      evt_日本語                          5 B  a\\tb\\nc\\x1b
      ------------------------------------------------------------------------
      id                type             size  about
      evt_01JQA7Z4M8C6  job.completed  1234 B  All requested files have been …
      evt_日本語                          5 B  a\\tb\\nc\\x1b
      --------------------------------------------------------
      id               type             size  about
      evt_01J…7Z4M8C6  job.completed  1234 B  All requested f…
      evt_日本語                         5 B  a\\tb\\nc\\x1b
      ----------------------------------------
      id         type         size  about
      evt_…M8C6  job.…eted  1234 B  All reque…
      evt_…本語                5 B  a\\tb\\nc\\x…
      ------------------------
      id           type
      evt_0…4M8C6  job.c…leted
      evt_日本語
      -----
      id
      ev…C6
      ev…語"
    `)
  })

  test('in colour, which changes no width', () => {
    const shown = table({ columns: columns.slice(0, 2), rows }, colourTerminal(40))
    expect(shown.replaceAll('\u001b', '^')).toMatchInlineSnapshot(`
      "^[2mid^[22m                ^[2mtype^[22m
      ^[32mevt_01JQA7Z4M8C6^[39m  job.completed
      ^[32mevt_日本語^[39m"
    `)
  })

  test('with plain characters', () => {
    expect(table({ columns: plain, rows }, asciiTerminal(56))).toMatchInlineSnapshot(`
      "id               type             size  about
      evt_01...Z4M8C6  job.completed  1234 B  All requested...
      evt_日本語                         5 B  a\\tb\\nc\\x1b"
    `)
  })
})

test('in a pipe: no titles, exact values, one row a line', () => {
  expect(table({ columns, rows }, pipe)).toMatchInlineSnapshot(`
    "evt_01JQA7Z4M8C6	job.completed	1234	All requested files have been collected.
    evt_日本語		5	a\\tb\\nc\\x1b"
  `)
})

test('no rows are no text', () => {
  expect([table({ columns, rows: [] }, pipe), table({ columns, rows: [] }, terminal())]).toEqual(['', ''])
})

test('no value breaks a row', () => {
  const anyText = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: anyText, type: anyText, bytes: fc.nat(), about: anyText }), { minLength: 1 }),
      fc.integer({ min: 1, max: 150 }),
      (some, width) => {
        const piped = table({ columns, rows: some }, pipe).split('\n')
        expect(piped.map((line) => line.split('\t').length)).toEqual(some.map(() => 4))
        const drawn = table({ columns, rows: some }, colourTerminal(width))
        expect(drawn.split('\n').length).toBe(some.length + 1)
        expect([piped.join(''), drawn].map(forbiddenIn)).toEqual([undefined, undefined])
      },
    ),
  )
})

test('a huge value takes no time', () => {
  const huge = [{ id: '語'.repeat(3_000_000), type: 'x', bytes: 1, about: 'a '.repeat(1_000_000) }]
  expect(widestLine(table({ columns: plain, rows: huge }, terminal(60)))).toBeLessThanOrEqual(60)
})

test('tabbed escapes what would make a field of its own', () => {
  expect(tabbed(['a\tb', 'c\nd', ''])).toBe('a\\tb\tc\\nd\t')
})
