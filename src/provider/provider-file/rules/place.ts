import type { Path } from '../../path.ts'

/** Where the value of a figure stands: at the figure's own place, or below it where it says more. */
export const placeOf = (figure: unknown, path: Path): Path =>
  typeof figure === 'object' && figure !== null && 'value' in figure ? [...path, 'value'] : path
