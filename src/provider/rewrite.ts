import { bytesOf, readJson } from '../http/body.ts'

/** What writing anew may cost: levels of nesting, which are the stack's, and characters. */
const limits = { depth: 1_000, characters: 32_000_000 }

/**
 * A JSON body written anew, indented by so many spaces. Undefined where it is no JSON, or would become too deep or too long: a
 * short body of many brackets can be one of many megabytes when it is laid out.
 */
export function rewriteJson(body: Uint8Array, indent: number): Uint8Array | undefined {
  const reading = readJson(body)
  if (!reading.ok || !isBearable(body, indent)) return undefined
  return bytesOf(JSON.stringify(reading.value, null, indent))
}

const [quote, backslash, comma] = Buffer.from('"\\,')
const opening = new Set(Buffer.from('[{'))
const closing = new Set(Buffer.from(']}'))

function isBearable(body: Uint8Array, indent: number): boolean {
  let depth = 0
  let characters = body.length
  let isText = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0
    if (byte === backslash) at++
    else if (byte === quote) isText = !isText
    else if (!isText) {
      if (opening.has(byte)) depth++
      if (closing.has(byte)) depth--
      if (opening.has(byte) || byte === comma) characters += 2 + 2 * indent * depth
    }
    if (depth > limits.depth || characters > limits.characters) return false
  }
  return true
}
