/** A piece of a line and its colour. */
export interface Painted {
  readonly text: string
  readonly paint: (text: string) => string
}

/** Glyphs as a text, those of one colour painted together; blanks have none. */
export function painted(glyphs: readonly Painted[]): string {
  let text = ''
  let run = ''
  for (const [at, glyph] of glyphs.entries()) {
    run += glyph.text
    const following = glyphs[at + 1]
    if (following?.paint === glyph.paint) continue
    text += run.trim() === '' ? run : glyph.paint(run)
    run = ''
  }
  return text
}
