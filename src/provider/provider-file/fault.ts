import type { Path } from '../path.ts'

/** One thing that is wrong with a provider file, as a rule finds it. */
export interface Fault {
  readonly path: Path
  /** What is wrong, in a sentence. */
  readonly message: string
  /** What to do about it, in a sentence. */
  readonly remedy: string
}

/** The same as a person is told it. */
export interface Problem {
  /** Where in the document: `signature.headers["X Sign"]`, `events[0].body`; empty for the document itself. */
  readonly path: string
  /** The line of the file, from 1. */
  readonly line: number
  readonly message: string
  readonly remedy: string
}

/** A path as people read it. */
export const pathText = (path: Path): string =>
  path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`
    if (!/^[^\s.[\]"]+$/.test(step)) return `${before}[${JSON.stringify(step)}]`
    return before === '' ? step : `${before}.${step}`
  }, '')
