import { parseTemplate, writeText } from './template.ts'

/** Where all chance comes from: `bytes` gives that many random bytes. */
export interface Random {
  bytes(count: number): Uint8Array
}

/** What a generator draws on: chance, and the time (milliseconds since 1970) that time-bound ids bear. */
export interface Source {
  readonly random: Random
  readonly at: number
}

/** Makes ids in a provider's own form. */
export type Generator = (source: Source) => string

const hexDigits = '0123456789abcdef'
const base36Digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const base62Digits = `${base36Digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`
/** Crockford's base 32, as ULIDs use it: no I, L, O and U. */
const base32Digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Reads a generator: a template over `{hex:N}`, `{base36:N}`, `{base62:N}`, `{digits:N}`, `{ulid}`, `{uuid}` and `{unix}`.
 * Throws an Error that names what it does not know.
 */
export function parseGenerator(text: string): Generator {
  const template = parseTemplate(text)
  const makers = new Map(
    template.flatMap((part) => ('field' in part ? [[part.field, parseMaker(part.field)]] : [])),
  )
  return (source) => writeText(template, (field) => makers.get(field)?.(source))
}

function parseMaker(field: string): Generator {
  const [kind = '', size] = field.split(':')
  const length = /^\d{1,2}$/.test(size ?? '') ? Number(size) : 0
  if (size !== undefined && !(length >= 1 && length <= 64))
    throw new Error(`'{${field}}' has no length from 1 to 64.`)
  const sized = { hex: hexDigits, base36: base36Digits, base62: base62Digits, digits: '0123456789' }
  if (size !== undefined && isKeyOf(sized, kind)) {
    const alphabet = sized[kind]
    return ({ random }) => randomText(random, { alphabet, length })
  }
  const plain = { ulid, uuid, unix: ({ at }: Source) => String(Math.floor(at / 1_000)) }
  if (size === undefined && isKeyOf(plain, kind)) return plain[kind]
  throw new Error(
    `'{${field}}' is no way to make an id; there are {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.`,
  )
}

/** A ULID: ten characters of time (whole milliseconds, none before 1970), sixteen of chance; sorts by time. */
export function ulid({ random, at }: Source): string {
  let time = ''
  for (let rest = Math.max(0, Math.floor(at)), place = 0; place < 10; place++, rest = Math.floor(rest / 32)) {
    time = base32Digits[rest % 32] + time
  }
  return time + randomText(random, { alphabet: base32Digits, length: 16 })
}

/** A random (version 4) UUID. */
export function uuid({ random }: Source): string {
  const bytes = Buffer.from(random.bytes(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function randomText(random: Random, { alphabet, length }: { alphabet: string; length: number }): string {
  // Two bytes a character keep the bias of the remainder below one in a thousand.
  const bytes = random.bytes(length * 2)
  return Array.from({ length }, (_, at) => {
    const drawn = (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0)
    return alphabet[drawn % alphabet.length]
  }).join('')
}

const isKeyOf = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(table, key)
