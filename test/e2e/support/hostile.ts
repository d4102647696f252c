import { expect } from 'vitest'

/** What must never reach a terminal as it is: it moves the cursor, sets title or clipboard, hides text, turns it round. */
export const hostile = [
  '\x1b[2J\x1b[5;41m', // clears the screen, blinks on red
  '\x1b]0;title\x07', // sets the window's title
  '\x1b]52;c;aG9va3M=\x07', // sets the clipboard
  '\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\',
  '\x1bP$q"p\x1b\\', // makes the terminal answer, as if it were typed
  '\x9b2J\x9d52;c;aG9va3M=\x9c\x90q\x85', // the same as C1 controls
  '\b\x7f\v\f\x05\x0e', // overwrites, shifts to the other character set
  '\rforged\nforged\u2028forged',
  '\u202egnp.exe\u2066\u200b\u061c\ufeff\u{e0041}', // turned round, invisible
].join('')

/** The same where neither lines can break nor control characters pass: what HTTP lets through in a header. */
export const hostileBytes = Buffer.concat([
  Buffer.from('\u009b2J\u009d52;c;aG9va3M=\u009c\u202egnp.exe\u200b\u2028forged', 'utf8'),
  Buffer.from('\x9b2J\x9d52;c;aG9va3M=\x9c\x85\xff', 'latin1'),
])

/** The colours and weights that we write ourselves. */
const ours = ['1', '2', '22', '31', '32', '33', '39'].map((code) => `\x1b[${code}m`)

const unsafe = /[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]/gu

/** What is unsafe in the bytes that a terminal was given, beside our own colours and its own line ends; the first five. */
function unsafeIn(bytes: Uint8Array): string[] {
  const text = ours.reduce((rest, code) => rest.replaceAll(code, ''), new TextDecoder().decode(bytes))
  const found = [...text.replaceAll('\r\n', '\n').matchAll(unsafe)]
  return found.slice(0, 5).map(({ index, input }) => JSON.stringify(input.slice(index - 20, index + 20)))
}

/** That a terminal was given something, and nothing that is unsafe. */
export function expectSafe(what: string, bytes: Uint8Array): void {
  expect({ what, empty: bytes.length === 0, unsafe: unsafeIn(bytes) }).toEqual({
    what,
    empty: false,
    unsafe: [],
  })
}
