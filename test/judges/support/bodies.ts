import { bytesOf } from '../../../src/http/body.ts'

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

/** Bodies that something on the way loves to change: parsers, editors, string conversions. */
export const oddBodies: Readonly<Record<string, Uint8Array>> = {
  'spaces, tabs and newlines': bytesOf('\n { "a" :\t[ 1 ,2 ]\n , "b" : { } }  '),
  'a final newline': bytesOf('{"a":1}\n'),
  'line ends of Windows': bytesOf('{\r\n  "a": 1\r\n}\r\n'),
  'keys that look like numbers': bytesOf('{"10":1,"2":2}'),
  'forms of numbers': bytesOf('[1.0,1e3,1E+2,-0,0.1000,1e400]'),
  'big numbers': bytesOf('{"a":12345678901234567890,"b":9007199254740993,"c":0.12345678901234567890}'),
  escapes: bytesOf(String.raw`{"a":"\u00e9\u001B\u2028\/\u003cp\u003e\ud83d\ude00\ud800\u0000"}`),
  'letters beyond ASCII': bytesOf('{"a":"é 😀 漢字 ı İ ß \u{e000} \u200f"}'),
  'both forms of an accent': bytesOf('{"a":"\u00e9","b":"e\u0301"}'),
  'separators of lines': bytesOf('{"a":"\u2028\u2029\u0085"}'),
  'the same key twice': bytesOf('{"a":1,"a":2}'),
  'a dangerous key': bytesOf('{"__proto__":{"a":1},"constructor":null}'),
  'no JSON': bytesOf('{not json'),
  'a form': bytesOf('payload=%7B%22a%22%3A1%7D&b=+'),
  'a signature header': bytesOf('t=1773569100,v1=00,sha256=00'),
  'a point at its beginning': bytesOf('.{"a":1}'),
  'one NUL': latin1('\0'),
  'every ASCII character': latin1(String.fromCharCode(...Array(128).keys())),
  'a hundred thousand characters and one': bytesOf(`{"a":"${'é'.repeat(50_000)}"}`),
  nothing: latin1(''),
  'a byte order mark': latin1('\xef\xbb\xbf{"a":1}'),
  'invalid UTF-8': latin1('{"a":"\xff\xfe"}'),
  'UTF-8 cut in the middle of a letter': latin1('{"a":"\xe6\xbc'),
  'a surrogate written as UTF-8': latin1('"\xed\xa0\x80"'),
  'every byte': Uint8Array.from(Array(256).keys()),
}

const notUtf8 = [
  'invalid UTF-8',
  'UTF-8 cut in the middle of a letter',
  'a surrogate written as UTF-8',
  'every byte',
]

/** Where a judge does not accept what is signed over the very bytes, what it does instead, and why. */
export interface Exception {
  readonly judge: string
  readonly bodies: readonly string[]
  readonly says: 'refuses' | 'throws TypeError'
  readonly why: string
}

/** The explicit list: a test refuses an exception that nothing needs. Such bodies are judged by `openssl` and Python instead. */
export const exceptions: readonly Exception[] = [
  {
    judge: 'stripe',
    bodies: notUtf8,
    says: 'refuses',
    why: 'it decodes the bytes as UTF-8 and computes over the text, so that what is no UTF-8 becomes U+FFFD',
  },
  {
    judge: 'stripe',
    bodies: ['a byte order mark'],
    says: 'refuses',
    why: 'its TextDecoder drops the mark before it computes',
  },
  {
    judge: 'octokit',
    bodies: notUtf8,
    says: 'refuses',
    why: 'it takes text only, and text cannot hold what is no UTF-8',
  },
  { judge: 'octokit', bodies: ['nothing'], says: 'throws TypeError', why: 'it takes an empty body for none' },
  {
    judge: 'razorpay',
    bodies: notUtf8,
    says: 'refuses',
    why: 'it computes over body.toString(), and text cannot hold what is no UTF-8',
  },
]
