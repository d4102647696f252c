import type { Request } from '../../http/message.ts'
import type { Algorithm } from '../algorithms.ts'
import { schemeOf } from '../algorithms.ts'
import { encode } from '../encoding.ts'
import { readKey } from '../secret.ts'
import { signedContent } from '../signed-content.ts'
import type { Clues, Guess } from './guesses.ts'
import { guesses } from './guesses.ts'
import type { Piece } from './pieces.ts'
import type { KeyForm, SignatureSign } from './signs.ts'
import { keyForms } from './signs.ts'

/** A scheme that gives a signature that the request bears. */
export interface Hit {
  readonly guess: Guess
  readonly algorithm: Algorithm
  readonly signature: SignatureSign
  readonly key: KeyForm
}

/** How much was tried. */
export interface Effort {
  /** How many signatures were made, or tried. */
  tries: number
  /** Over what: the templates. */
  readonly contents: Set<string>
  /** Whether there was more to try than there was time for. */
  cut: boolean
}

/** So many bytes are hashed at the most, which takes about a second; of a huge body, so many times at least. */
const mostBytes = 200_000_000
const leastTries = 24
/** What a hash of next to nothing costs, in bytes that could be hashed meanwhile; and what to take a body apart does. */
const perTry = 4_000
const takingApart = 10

/** Tries one scheme after the other until `accept` takes one; undefined where none is left. Never throws. */
export function search<T>(
  clues: Clues,
  { secrets, effort }: { secrets: readonly string[]; effort: Effort },
  accept: (hit: Hit) => T | undefined,
): T | undefined {
  const ways = waysToTry(clues.signatures, secrets)
  if (ways.length === 0) return undefined
  let spent = 0
  for (const guess of guesses(clues)) {
    effort.cut = spent > mostBytes && effort.tries >= leastTries
    if (effort.cut) return undefined
    const content = contentOf(guess, clues.request)
    if (/bodyWithout|bodyHash|form/.test(guess.signs)) spent += takingApart * clues.request.body.length
    effort.contents.add(guess.signs)
    for (const way of ways) {
      spent += content.length + perTry
      effort.tries++
      const signature = matching(way, content)
      const found = signature && accept({ guess, signature, ...way })
      if (found !== undefined) return found
    }
  }
  return undefined
}

interface Way {
  readonly algorithm: Algorithm
  readonly key: KeyForm
  readonly signatures: readonly SignatureSign[]
}

/** Each algorithm that one of the signatures may be made by, with each key that it may be made with. */
function waysToTry(signatures: readonly SignatureSign[], secrets: readonly string[]): Way[] {
  const algorithms = [...new Set(signatures.flatMap((sign) => sign.algorithms))]
  return algorithms.flatMap((algorithm) =>
    keyForms(secrets, algorithm).map((key) => ({
      algorithm,
      key,
      signatures: signatures.filter((sign) => sign.algorithms.includes(algorithm)),
    })),
  )
}

/** The signature that is made so over these bytes, if one is. */
function matching({ algorithm, key, signatures }: Way, content: Uint8Array): SignatureSign | undefined {
  const reading = readKey({ algorithm, key: key.rule }, key.secret)
  if (!reading.ok) return undefined
  const scheme = schemeOf(algorithm)
  if (reading.key.kind === 'pair') {
    return signatures.find(({ bytes }) => scheme.fits(reading.key, content, bytes))
  }
  const made = scheme.sign(reading.key, content)
  const wanted = made && encode(made, 'hex')
  return signatures.find(({ bytes }) => encode(bytes, 'hex') === wanted)
}

const contentOf = ({ signs, time, id, url = '' }: Guess, request: Request): Uint8Array =>
  signedContent({ signs }, { ...request, url, timestamp: time?.piece.text, id: id?.text })

/** A shorter secret may stand anywhere by chance. */
const leastSecret = 6

/** A secret that stands in a header in the open, in one of its spellings. */
export function openSecret(pieces: readonly Piece[], secrets: readonly string[]) {
  for (const piece of pieces) {
    for (const secret of secrets.filter(({ length }) => length >= leastSecret)) {
      const encoding = (['utf8', 'hex', 'base64', 'base64url'] as const).find(
        (each) => encode(Buffer.from(secret), each) === piece.text,
      )
      if (piece.place === 'header' && encoding !== undefined) return { piece, secret, encoding }
    }
  }
  return undefined
}
