import { expect, test } from 'vitest'
import { axisLines, curveLines } from '../../src/output/curve.ts'
import type { Style } from '../../src/output/style.ts'
import { asciiTerminal, colourTerminal, terminal } from './support/styles.ts'

const hill = Array.from({ length: 200 }, (_, step) => Math.round(1_000 * Math.sin((step / 200) * Math.PI)))
const shape = { columns: 50, rows: 4, beside: 5 }
const plain = (text: string): string => text

function drawn(style: Style): string {
  const marks = [{ atMs: 1_800_000, symbol: '^', paint: style.yes }]
  return [
    ...curveLines({ values: hill, top: '1,000', paint: () => plain }, shape, style),
    ...axisLines({ untilMs: 3_600_000, marks }, shape, style),
  ].join('\n')
}

test('a curve and its axis', () => {
  expect(drawn(terminal())).toMatchInlineSnapshot(`
    "1,000 │              ▂▃▄▅▆▆▇▇██████▇▇▆▆▅▄▃▂▁
          │        ▁▂▄▆▇████████████████████████▇▆▄▃▁
          │    ▁▃▅▇██████████████████████████████████▇▆▄▂
          │▂▄▆▇███████████████████████████████████████████▆▄▂
          └─────────────────────────^────────────────────────
           0s                      30m                     1h"
  `)
  expect(drawn(asciiTerminal())).toMatchInlineSnapshot(`
    "1,000 |              ...:::##########::::..
          |         .::##########################::.
          |    ..:####################################:..
          |..:############################################::.
          +-------------------------^------------------------
           0s                      30m                     1h"
  `)
})

test('what is not nothing is to be seen, and a short peak between many steps too', () => {
  const values = Array.from({ length: 1_000 }, (_, step) => (step === 500 ? 1_000 : step < 700 ? 1 : 0))
  expect(
    curveLines({ values, top: '', paint: () => plain }, { columns: 20, rows: 2, beside: 0 }, terminal()),
  ).toMatchInlineSnapshot(`
      [
        " │          █",
        " │▁▁▁▁▁▁▁▁▁▁█▁▁▁",
      ]
    `)
})

test('fewer steps than columns', () => {
  expect(
    curveLines(
      { values: [1, 3, 2], top: '3', paint: () => plain },
      { columns: 9, rows: 1, beside: 1 },
      terminal(),
    ),
  ).toMatchInlineSnapshot(`
      [
        "3 │▃▃▃███▅▅▅",
      ]
    `)
})

test('steps are painted as they say, those of one colour together', () => {
  const style = colourTerminal()
  const curve = { values: [1, 1, 1, 1], top: '', paint: (step: number) => (step < 2 ? style.no : style.look) }
  const [row = ''] = curveLines(curve, { columns: 4, rows: 1, beside: 0 }, style)
  expect(row.replaceAll('\u001b', '^')).toMatchInlineSnapshot(`"^[2m │^[22m^[31m██^[39m^[33m██^[39m"`)
})
