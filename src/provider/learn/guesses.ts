import { createHash } from 'node:crypto'
import type { Request } from '../../http/message.ts'
import type { Piece } from './pieces.ts'
import type { SignatureSign, TimeSign } from './signs.ts'

/** What may be signed: a template, and what its fields stand for. */
export interface Guess {
  readonly signs: string
  readonly time?: TimeSign
  readonly id?: Piece
  readonly url?: string
  /** The name in the query that holds the body's hash. */
  readonly hashName?: string
}

/** What guesses are made of. */
export interface Clues {
  readonly request: Request
  readonly signatures: readonly SignatureSign[]
  readonly times: readonly TimeSign[]
  readonly ids: readonly Piece[]
  /** The URLs that may be the one that the sender knows. */
  readonly urls: readonly string[]
}

const between = ['.', ':', '', '\n', '|', ','] as const

/** Everything that may be signed, the likeliest first. */
export function* guesses(clues: Clues): Generator<Guess> {
  const { times, ids } = clues
  yield { signs: '{body}' }
  for (const time of times) for (const sign of between) yield { signs: `{timestamp}${sign}{body}`, time }
  for (const id of ids) {
    for (const time of times)
      for (const sign of between) yield { signs: `{id}${sign}{timestamp}${sign}{body}`, id, time }
  }
  for (const version of versions(clues.signatures)) {
    for (const time of times)
      for (const sign of [':', '.']) yield { signs: `${version}${sign}{timestamp}${sign}{body}`, time }
  }
  yield* urlGuesses(clues)
  yield* bodyGuesses(clues)
  yield* rareGuesses(clues)
}

/** The versions that signatures name (`v0=`): some put theirs before what they sign. */
function versions(signatures: readonly SignatureSign[]): string[] {
  const named = signatures.flatMap(({ piece }) => /^\s*(v\d{1,2})[=,:]/.exec(piece.front)?.[1] ?? [])
  return [...new Set([...named, 'v0', 'v1'])].slice(0, 3)
}

function* urlGuesses({ request, urls, times }: Clues): Generator<Guess> {
  const hashName = nameOfBodyHash(request)
  for (const url of urls) {
    if (hashName !== undefined) yield { signs: '{url}', url, hashName }
    yield { signs: '{url}{body}', url }
    yield { signs: '{url}{form}', url }
    yield { signs: '{body}{url}', url }
    for (const sign of between.slice(0, 5)) {
      if (sign !== '') yield { signs: `{url}${sign}{body}`, url }
      yield { signs: `{method}${sign}{url}${sign}{body}`, url }
      for (const time of times) {
        yield { signs: `{timestamp}${sign}{url}${sign}{body}`, url, time }
        yield { signs: `{timestamp}${sign}{method}${sign}{url}${sign}{body}`, url, time }
        yield { signs: `{method}${sign}{url}${sign}{timestamp}${sign}{body}`, url, time }
      }
    }
    yield { signs: '{url}', url }
  }
}

/** The parameter of the query that is the body's SHA-256. */
function nameOfBodyHash({ target, body }: Request): string | undefined {
  const query = new URLSearchParams(target.split('?').slice(1).join('?'))
  if (query.size === 0) return undefined
  const hash = createHash('sha256').update(body).digest('hex')
  return [...query].find(([, value]) => value === hash)?.[0]
}

/** Where the signature stands in the payload, it is made over the payload without it. */
function* bodyGuesses({ signatures, times }: Clues): Generator<Guess> {
  const keys = new Set(signatures.flatMap(({ piece }) => (piece.place === 'body' ? [piece.name] : [])))
  for (const key of [...keys].slice(0, 4)) {
    yield { signs: `{bodyWithout:${key}}` }
    for (const time of times)
      for (const sign of between.slice(0, 4)) yield { signs: `{timestamp}${sign}{bodyWithout:${key}}`, time }
  }
}

function* rareGuesses({ times, ids }: Clues): Generator<Guess> {
  for (const time of times) {
    for (const sign of between) yield { signs: `{body}${sign}{timestamp}`, time }
    for (const sign of between) yield { signs: `{method}${sign}{timestamp}${sign}{body}`, time }
    for (const sign of between) yield { signs: `{timestamp}${sign}{method}${sign}{body}`, time }
  }
  for (const id of ids) {
    for (const sign of between) {
      yield { signs: `{id}${sign}{body}`, id }
      yield { signs: `{body}${sign}{id}`, id }
      for (const time of times) yield { signs: `{timestamp}${sign}{id}${sign}{body}`, id, time }
    }
  }
}
