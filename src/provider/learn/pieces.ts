import { isObject, readJson } from '../../http/body.ts'
import type { Headers, Request } from '../../http/message.ts'
import type { Profile } from '../profile.ts'
import { isTelling } from '../telling.ts'

type Separator = Profile['signature']['separator']

/** A text somewhere in a request, and how a template would find it again: `v1={…}`, an item of a list. */
export interface Piece {
  readonly place: 'header' | 'body'
  /** The header, or the top key of the payload. */
  readonly name: string
  /** Where the header is read as a list: what stands between its items. */
  readonly separator: Separator
  readonly front: string
  readonly text: string
  readonly back: string
}

/** Headers that say something of their sender. */
export const tellingHeaders = (headers: Headers): Headers => headers.filter(([name]) => isTelling(name))

/** A header beyond this is read no further: no signature is as long. */
const longestValue = 4_096
const longestList = 16
const mostPieces = 300

/** All texts that the headers of a request may be said to consist of, the likeliest reading of each header first. */
export function headerPieces(headers: Headers): Piece[] {
  const readings = tellingHeaders(headers).flatMap(([name, value]) => {
    if (value.length > longestValue) return []
    const lists = ([',', ';', ' '] as const).filter((separator) => value.includes(separator))
    return [undefined, ...lists].flatMap((separator) => {
      const items = separator === undefined ? [value] : value.split(separator).slice(0, longestList)
      return items.flatMap((item) => itemPieces(item, { place: 'header', name, separator }))
    })
  })
  return readings.slice(0, mostPieces)
}

/** The texts at the top of a JSON payload. */
export function bodyPieces({ body }: Pick<Request, 'body'>): Piece[] {
  const reading = readJson(body)
  if (!reading.ok || !isObject(reading.value)) return []
  const texts = Object.entries(reading.value).filter(
    (entry): entry is [string, string | number] =>
      /^[\w-]{1,64}$/.test(entry[0]) && ['string', 'number'].includes(typeof entry[1]),
  )
  return texts
    .filter(([, value]) => String(value).length <= longestValue)
    .slice(0, mostPieces)
    .flatMap(([name, value]) => itemPieces(String(value), { place: 'body', name, separator: undefined }))
}

/** What may stand before a value: `v1=`, `sha256=`, `v1,`, `Bearer `, `signature="`. */
const key = /^\s*[A-Za-z][\w.-]{0,39}(?:\s*[=:,]\s*|\s+)"?/

/** An item as `key=value`, where it may be one, and as it stands. */
function itemPieces(item: string, where: Pick<Piece, 'place' | 'name' | 'separator'>): Piece[] {
  const [front = ''] = key.exec(item) ?? []
  const space = item.length - item.trimStart().length
  return [front, item.slice(0, space)].flatMap((before, at) => {
    const rest = item.slice(before.length)
    const bare = rest.trimEnd()
    const text = before.endsWith('"') && bare.endsWith('"') ? bare.slice(0, -1) : bare
    const piece = { ...where, front: before, text, back: rest.slice(text.length) }
    return text === '' || (at === 0 && front === '') ? [] : [piece]
  })
}

/** A piece as a template with a field in its place. */
export const templateOf = ({ front, back }: Piece, field: string): string =>
  `${literal(front)}{${field}}${literal(back)}`

/** A text as a template writes it. */
export const literal = (text: string): string => text.replaceAll('{', '{{')
