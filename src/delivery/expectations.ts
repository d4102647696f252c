import { fitsGlob } from '../provider/glob.ts'

/** So many events of a type (a glob) are expected. */
export interface Expected {
  readonly type: string
  readonly count: number
}

/** An expectation, with what has come of it. */
export interface Progress extends Expected {
  readonly seen: number
  readonly met: boolean
}

export interface Expectations {
  /** Counts an event; gives the expectations that it was one of. */
  saw(type: string): Progress[]
  /** All of them, as they stand. */
  all(): Progress[]
  /** Whether every one is met. */
  met(): boolean
}

/** Counts what comes against what is expected. Every expectation counts for itself. */
export function createExpectations(expected: readonly Expected[]): Expectations {
  const seen = expected.map(() => 0)
  const progress = (at: number, { type, count }: Expected): Progress => ({
    type,
    count,
    seen: seen[at] ?? 0,
    met: (seen[at] ?? 0) >= count,
  })
  return {
    saw: (type) =>
      expected.flatMap((each, at) => {
        if (!fitsGlob(each.type, type)) return []
        seen[at] = (seen[at] ?? 0) + 1
        return [progress(at, each)]
      }),
    all: () => expected.map((each, at) => progress(at, each)),
    met: () => expected.every(({ count }, at) => (seen[at] ?? 0) >= count),
  }
}
