import type { Request } from '../../http/message.ts'
import { signedUrl } from '../signed-query.ts'
import type { Piece } from './pieces.ts'
import { bodyPieces, headerPieces, tellingHeaders } from './pieces.ts'
import type { Scheme } from './scheme.ts'
import { schemeOfHit, schemeOfToken } from './scheme.ts'
import type { Effort } from './search.ts'
import { openSecret, search } from './search.ts'
import { idSigns, signatureSigns, timeSigns } from './signs.ts'

export interface Learning {
  readonly request: Request
  readonly secrets: readonly string[]
  /** The URL by which the sender knows the handler, where it signs that. */
  readonly publicUrl?: URL | undefined
  /** When the request came, in milliseconds since 1970. */
  readonly at: number
}

/** What was looked at and tried: for people who wonder why nothing was found. */
export interface Tried {
  /** All headers that say something of their sender. */
  readonly headers: readonly string[]
  /** Where something stands that has the form of a signature, of a time, of an id. */
  readonly signatures: readonly string[]
  readonly times: readonly string[]
  readonly ids: readonly string[]
  /** The templates of what may be signed. */
  readonly contents: readonly string[]
  /** How many signatures were made and compared. */
  readonly tries: number
  /** Whether there was more to try than a second or two allow. */
  readonly cut: boolean
}

/** The scheme that a request is signed by, if one was found, and what was tried. */
export interface Learnt {
  readonly scheme: Scheme | undefined
  readonly tried: Tried
}

/** Searches the schemes that senders use, as far as a profile can describe them, for one that verifies a request. Never throws. */
export function learnScheme({ request, secrets, publicUrl, at }: Learning): Learnt {
  const inHeaders = headerPieces(request.headers)
  const pieces = [...inHeaders, ...bodyPieces(request)]
  const signatures = signatureSigns(pieces)
  const times = timeSigns(pieces)
  const taken = new Set([...signatures.map(({ piece }) => piece), ...times.map(({ piece }) => piece)])
  const ids = idSigns(inHeaders, new Set([...taken].map(({ text }) => text)))
  const effort: Effort = { tries: 0, contents: new Set(), cut: false }
  const clues = { request, signatures, times, ids, urls: urlsOf(request, publicUrl) }
  const found = search(clues, { secrets, effort }, (hit) => schemeOfHit(hit, { request, times, at }))
  const token = found ? undefined : openSecret(inHeaders, secrets)
  const tried = {
    headers: [...new Set(tellingHeaders(request.headers).map(([name]) => name))],
    signatures: placesOf(signatures.map(({ piece }) => piece)),
    times: placesOf(times.map(({ piece }) => piece)),
    ids: placesOf(ids),
    contents: [...effort.contents],
    tries: effort.tries,
    cut: effort.cut,
  }
  return { scheme: found ?? (token && schemeOfToken(token)), tried }
}

/** The public URL or, where none is given, those that the request may have been sent to. */
function urlsOf(request: Request, publicUrl: URL | undefined): string[] {
  const url = signedUrl(request, publicUrl)
  return publicUrl ? [url] : [url, url.replace(/^http:/, 'https:')]
}

const placesOf = (pieces: readonly Piece[]): string[] => [
  ...new Set(pieces.map(({ place, name }) => (place === 'header' ? name : `${name} of the payload`))),
]
