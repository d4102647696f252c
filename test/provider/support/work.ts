import { Hash, Hmac } from 'node:crypto'

type Method = (this: unknown, ...given: unknown[]) => unknown

/** What one call looks at, in characters or bytes. */
type Cost = (self: unknown, given: readonly unknown[], result: unknown) => number

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length : 0

const whole: Cost = (self) => lengthOf(self)
const argument: Cost = (_self, given) => lengthOf(given[0])
/** Searching ends at what is found. */
const searched: Cost = (self, [, from], found) =>
  (typeof found === 'number' && found >= 0 ? found + 1 : lengthOf(self)) -
  (typeof from === 'number' ? from : 0)

/** Everything that verifying could go through a text, a body or a list of headers with. */
const metered: readonly (readonly [object, string, Cost])[] = [
  [String.prototype, 'indexOf', searched],
  [String.prototype, 'startsWith', argument],
  [String.prototype, 'slice', (_self, _given, result) => lengthOf(result)],
  [String.prototype, 'split', whole],
  [String.prototype, 'toLowerCase', whole],
  [RegExp.prototype, 'exec', argument],
  [Hash.prototype, 'update', argument],
  [Hmac.prototype, 'update', argument],
  [Buffer, 'from', argument],
  [Buffer, 'concat', (_self, _given, result) => lengthOf(result)],
  [TextDecoder.prototype, 'decode', argument],
  [JSON, 'parse', argument],
  [JSON, 'stringify', (_self, _given, result) => lengthOf(result)],
]

/** How many characters and bytes a run looks at: a measure of its work that is the same each time, as no time is. */
export function workOf(run: () => void): number {
  let work = 0
  const restores = metered.map(([owner, name, cost]) => {
    const plain = Object.getOwnPropertyDescriptor(owner, name)
    const method: Method = plain?.value
    const counting: Method = function (...given) {
      const result = Reflect.apply(method, this, given)
      work += cost(this, given, result)
      return result
    }
    Object.defineProperty(owner, name, { ...plain, value: counting })
    return () => Object.defineProperty(owner, name, plain ?? {})
  })
  try {
    run()
  } finally {
    for (const restore of restores) restore()
  }
  return work
}
