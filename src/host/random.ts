import type { Random } from '../provider/generator.ts'

/** Loaded by its first use: of all that Node brings along this takes longest, and many commands need no chance. */
const crypto = () => process.getBuiltinModule('node:crypto')

/** Chance that nobody can foretell. */
export const cryptoRandom: Random = { bytes: (count) => new Uint8Array(crypto().randomBytes(count)) }

/** Chance that is the same for the same seed: SHA-256 over the seed and a counter, block after block. */
export function seededRandom(seed: string): Random {
  let block = 0
  let stock = Buffer.alloc(0)
  return {
    bytes: (count) => {
      while (stock.length < count) {
        stock = Buffer.concat([stock, crypto().createHash('sha256').update(`${block++}:${seed}`).digest()])
      }
      const drawn = new Uint8Array(stock.subarray(0, count))
      stock = stock.subarray(count)
      return drawn
    },
  }
}
