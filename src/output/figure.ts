import { readFigure } from '../provider/figure.ts'
import type { Figure } from '../provider/profile.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'

/** A figure as lines for people: `5 s (assumed) [guide]`, and its note below. */
export function figureLines<T>(figure: Figure<T> | undefined, tell: (value: T) => string): string[] {
  if (figure === undefined) return []
  const { value, assumed, note, source } = readFigure(figure)
  return [
    [tell(value), assumed ? '(assumed)' : '', sourceMark(source)].filter(Boolean).join(' '),
    ...(note ? [`  ${note}`] : []),
  ]
}

/** `[guide, openapi]`: the names of the sources that state something. */
export const sourceMark = (source: string | readonly string[] | undefined): string =>
  source === undefined ? '' : `[${[source].flat().join(', ')}]`

/** The same behind a text. */
export const withSource = (text: string, source: string | readonly string[] | undefined): string =>
  [text, sourceMark(source)].filter(Boolean).join(' ')

/** A profile's duration for people. */
export const durationText = (text: string): string => formatDuration(parseDuration(text) ?? 0)
