/** A piece of JSON as it stands. A key is a string before a colon; a scalar is any other string, a number or a word. */
export interface JsonToken {
  readonly kind: 'open' | 'close' | 'comma' | 'colon' | 'key' | 'scalar'
  readonly token: string
}

const punctuation = new Map<string | undefined, JsonToken['kind']>([
  ['{', 'open'],
  ['[', 'open'],
  ['}', 'close'],
  [']', 'close'],
  [',', 'comma'],
  [':', 'colon'],
])

/** The tokens of a text that is known to be JSON, none of them read: in linear time, without recursion. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const kind = punctuation.get(text[at])
    const end = kind ? at + 1 : text[at] === '"' ? endOfString(text, at) : endOfWord(text, at)
    const next = skipSpace(text, end)
    yield { kind: kind ?? (text[next] === ':' ? 'key' : 'scalar'), token: text.slice(at, end) }
    at = next
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text[at])) at++
  return at
}

const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t'

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/** A number or a word ends at the next space, comma or bracket. */
function endOfWord(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && !isSpace(text[at]) && !punctuation.has(text[at])) at++
  return at
}
