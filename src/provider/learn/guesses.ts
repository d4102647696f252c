import type { Request } from '../../http/message.ts'
import { bodyHash } from '../signed-content.ts'
import type { Piece } from './pieces.ts'
import { tellingHeaders } from './pieces.ts'
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
  yield* headerGuesses(clues)
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
  const hash = bodyHash(body)
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

/** Some sign a hash of the body in its place. */
function* hashGuesses({ times, urls }: Pick<Clues, 'times' | 'urls'>): Generator<Guess> {
  yield { signs: '{bodyHash}' }
  for (const sign of between) {
    for (const time of times) yield { signs: `{timestamp}${sign}{bodyHash}`, time }
    for (const url of urls) yield { signs: `{method}${sign}{url}${sign}{bodyHash}`, url }
  }
}

function* rareGuesses({ times, ids, urls }: Clues): Generator<Guess> {
  yield* hashGuesses({ times, urls })
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

const mostHeaders = 6
/** What a template can name. */
const headerName = /^[\w-]{1,64}$/

/** A header that is neither the signature's nor the time's may be signed as it stands. */
function* headerGuesses({ request, signatures, times }: Clues): Generator<Guess> {
  const others = new Set([...signatures, ...times].map(({ piece }) => piece.name))
  const names = new Set(tellingHeaders(request.headers).map(([name]) => name))
  const free = [...names].filter((name) => headerName.test(name) && !others.has(name))
  for (const name of free.slice(0, mostHeaders)) {
    for (const sign of between) {
      yield { signs: `{header:${name}}${sign}{body}` }
      for (const time of times) {
        yield { signs: `{header:${name}}${sign}{timestamp}${sign}{body}`, time }
        yield { signs: `{timestamp}${sign}{header:${name}}${sign}{body}`, time }
      }
    }
  }
}
