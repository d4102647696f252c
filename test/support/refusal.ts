import { HooksError } from '../../src/errors.ts'

/** The HooksError that a function throws, as a value; undefined where it throws none. Any other error goes on. */
export function refusalOf(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (!(error instanceof HooksError)) throw error
    const { code, message, hint } = error
    return { code, message, hint }
  }
  return undefined
}
