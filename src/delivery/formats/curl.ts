import { exactTextOf } from '../../http/body.ts'
import { endToEnd, hasHeader, withoutHeaders } from '../../http/headers.ts'
import type { Request } from '../../http/message.ts'

/** Headers that curl adds by itself, and which it has to be kept from adding. */
const curlsOwn = ['Accept', 'User-Agent', 'Content-Type', 'Expect']

/** A longer word cannot be given to a program everywhere (Linux: 128 KiB). */
const longestWord = 100_000

/** A request as a line for a POSIX shell that sends the same bytes with curl. */
export function curlCommand(request: Pick<Request, 'method' | 'headers' | 'body'>, url: string): string {
  const headers = withoutHeaders(endToEnd(request.headers), ['host'])
  const given = headers.map(
    ([name, value]) => `-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`,
  )
  const kept = curlsOwn.filter((name) => !hasHeader(headers, name)).map((name) => `-H ${quote(`${name}:`)}`)
  const text = readableText(request.body)
  const data = text === undefined ? '--data-binary @-' : `--data-raw ${quote(text)}`
  const piped = text === undefined ? `printf '${octal(request.body)}' | ` : ''
  const method = /^[A-Z]+$/.test(request.method) ? request.method : shellWord(request.method)
  const first = ['curl', ...urlOptions(url), '-X', method, quote(url)].join(' ')
  return `${piped}${[first, ...given, ...kept, data].join(' \\\n  ')}`
}

/** What keeps curl from taking signs of a URL for patterns, and from shortening its path. */
const urlOptions = (url: string): string[] => [
  ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
  ...(/\/\.{1,2}(?:[/?]|$)/.test(url) ? ['--path-as-is'] : []),
]

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A text that a person can read and a terminal can bear: letters, marks, numbers, signs, spaces and line ends. */
const readable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\t]*$/u

function readableText(body: Uint8Array): string | undefined {
  const text = body.length > longestWord ? undefined : exactTextOf(body)
  return text !== undefined && readable.test(text) ? text : undefined
}

/** A word of latin-1 bytes; whatever is not plain ASCII goes through printf. */
const shellWord = (word: string): string =>
  /^[\x20-\x7e]*$/.test(word) ? quote(word) : `"$(printf '${octal(Buffer.from(word, 'latin1'))}')"`

const octal = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`))
    .join('')

/** Letters, digits and signs that mean nothing to printf or to the shell inside single quotes. */
const isPlain = (byte: number): boolean =>
  byte >= 0x20 && byte <= 0x7e && !"'\\%".includes(String.fromCharCode(byte))
