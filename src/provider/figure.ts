import type { Figure } from './profile.ts'

/** A figure taken apart: the value, and what a profile says of it. */
export interface ReadFigure<T> {
  readonly value: T
  /** Not published by the provider, but assumed. */
  readonly assumed: boolean
  readonly note: string | undefined
  readonly source: string | readonly string[] | undefined
}

interface Annotated<T> {
  value: T
  source?: string | string[] | undefined
  published?: false | undefined
  note?: string | undefined
}

/** Reads a figure, whether it stands bare or with where it is from. */
export function readFigure<T>(figure: Figure<T>): ReadFigure<T> {
  if (!isAnnotated(figure)) return { value: figure, assumed: false, note: undefined, source: undefined }
  const { value, published, note, source } = figure
  return { value, assumed: published === false, note, source }
}

const isAnnotated = <T>(figure: Figure<T>): figure is Annotated<T> =>
  typeof figure === 'object' && figure !== null && 'value' in figure

/** The figure itself, wherever it is from. */
export const figureOf = <T>(figure: Figure<T>): T => readFigure(figure).value
