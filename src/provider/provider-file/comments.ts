/**
 * A JSON text with its comments (`//` to the end of the line, and from `/*` to the next end mark) blanked out: each
 * character of them becomes a space, so that lines and offsets stay. What stands in strings is no comment; a comment that
 * never ends is left as it is, for the reader to find. A byte order mark is blanked as well.
 */
export function blankComments(text: string): string {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const piece = text.slice(at, pieceEnd(text, at))
    pieces.push(isComment(piece) ? blank(piece) : piece)
    at += piece.length
  }
  return pieces.join('').replace(/^\ufeff/, ' ')
}

const isComment = (piece: string): boolean =>
  piece.startsWith('//') || (piece.startsWith('/*') && piece.length >= 4 && piece.endsWith('*/'))

/** Line breaks stay, since they are what lines are counted by. */
const blank = (comment: string): string => comment.replace(/[^\r\n]/g, ' ')

/** Where the string, the comment or the run of other text that begins at `start` ends. */
function pieceEnd(text: string, start: number): number {
  if (text[start] === '"') return stringEnd(text, start)
  if (text.startsWith('//', start)) return lineEnd(text, start)
  if (text.startsWith('/*', start)) {
    const end = text.indexOf('*/', start + 2)
    return end < 0 ? text.length : end + 2
  }
  let at = start + 1
  while (at < text.length && text[at] !== '"' && text[at] !== '/') at++
  return at
}

/** A string ends at its quote or, where that is missing, with its line. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}

function lineEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
