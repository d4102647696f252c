import fc from 'fast-check'
import type { Path } from '../../../src/provider/path.ts'

/** A JSON text with a value's place in it. */
export interface Placed {
  readonly path: Path
  readonly start: number
  readonly end: number
}

export interface OddJson {
  readonly text: string
  /** Where each value stands that a path leads to; of equal keys only the last one counts. */
  readonly places: readonly Placed[]
}

type Tree =
  | { readonly raw: string }
  | { readonly items: readonly Slot[] }
  | { readonly fields: readonly (Slot & { readonly key: string })[] }

/** A value with the white space around it: two spaces before, two behind. */
interface Slot {
  readonly tree: Tree
  readonly spaces: readonly string[]
}

const raws = [
  'null',
  'true',
  '0',
  '-0',
  '1.0',
  '1E+2',
  '1e400',
  '12345678901234567890',
  '0.12345678901234567890',
  '""',
  '"a"',
  String.raw`"\"]},{[:,\\"`,
  String.raw`"\u00e9\/\ud83d\ude00\ud800"`,
  '"é 😀 \u2028"',
]
const keys = [
  '"a"',
  '"b"',
  String.raw`"\u0061"`,
  '"__proto__"',
  '"constructor"',
  '""',
  '"a.b"',
  String.raw`"\"}"`,
  '"é"',
  '"0"',
]
const anySpaces = fc.array(fc.stringMatching(/^[ \t\r\n]{0,2}$/), { minLength: 4, maxLength: 4 })

const { tree: anyTree } = fc.letrec<{ tree: Tree; slot: Slot; field: Slot & { key: string } }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ raw: fc.constantFrom(...raws) }),
    fc.record({ items: fc.array(tie('slot'), { maxLength: 4 }) }),
    fc.record({ fields: fc.array(tie('field'), { maxLength: 5 }) }),
  ),
  slot: fc.record({ tree: tie('tree'), spaces: anySpaces }),
  field: fc.record({ tree: tie('tree'), spaces: anySpaces, key: fc.constantFrom(...keys) }),
}))

/** Any JSON text: odd spacing, numbers that no double can hold, escaped and dangerous and equal keys. */
export const anyOddJson: fc.Arbitrary<OddJson> = fc
  .record({ tree: anyTree, spaces: anySpaces })
  .map(({ tree, spaces: [before = '', behind = ''] }) => {
    const { text, places } = layOut(tree, before.length)
    return { text: before + text + behind, places }
  })

/** A tree as text that begins at `start`. */
function layOut(tree: Tree, start: number): OddJson {
  if ('raw' in tree) return { text: tree.raw, places: [{ path: [], start, end: start + tree.raw.length }] }
  const slots: readonly (Slot & { readonly key?: string })[] = 'items' in tree ? tree.items : tree.fields
  const [open, close] = 'items' in tree ? '[]' : '{}'
  const inside = new Map<string | number, Placed[]>()
  let text = open ?? ''
  for (const [index, { key, tree: child, spaces }] of slots.entries()) {
    const [first = '', second = '', third = '', fourth = ''] = spaces
    text += (index > 0 ? ',' : '') + first + (key === undefined ? '' : `${key}${second}:${third}`)
    const laid = layOut(child, start + text.length)
    text += laid.text + fourth
    const step = key === undefined ? index : String(JSON.parse(key))
    inside.set(
      step,
      laid.places.map((place) => ({ ...place, path: [step, ...place.path] })),
    )
  }
  text += close
  return { text, places: [{ path: [], start, end: start + text.length }, ...[...inside.values()].flat()] }
}
