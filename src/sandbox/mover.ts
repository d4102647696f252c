import { HooksError } from '../errors.ts'
import { parseDuration } from '../time/duration.ts'
import type { Core } from './core.ts'
import { noteTime } from './core.ts'

/** Moves the clock, one move after the other, each with all that follows from it. */
export interface Mover {
  /** Resolves when all that falls due by then has been sent. */
  move(by: number | string): Promise<void>
  /**
   * The same of what is due by now; nothing where the clock moves by itself. Whoever asks while it is being moved (a handler that is
   * just being delivered to) is not made to wait: the move that is under way sees to it.
   */
  settle(): Promise<void>
  /** Does something while it is not being moved. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function createMover(core: Core): Mover {
  const { clock, ledger } = core
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1
    const done = last.then(work).finally(() => {
      waiting -= 1
    })
    last = done.catch(() => undefined)
    return done
  }
  const move = (by: number | string): Promise<void> =>
    alone(async () => {
      await clock.advance?.(by)
      await ledger.commit(noteTime(core))
    })
  return {
    alone,
    move,
    settle: async () => {
      if (clock.advance && waiting === 0) await move(0)
    },
  }
}

/** A hundred years. */
const longestMoveMs = 3_155_760_000_000

/** The end of the year 9999: later dates have another form. */
const latestMs = 253_402_300_799_999

/**
 * Refuses to move a clock otherwise than on, or one that is real.
 *
 * @throws HooksError `not-supported` or `invalid-value`
 */
export function checkMove({ clock }: Core, by: number | string): void {
  if (!clock.advance) {
    throw new HooksError(
      'not-supported',
      'The clock of this sandbox is the real one, which nobody can move.',
      'Start it with --clock virtual.',
    )
  }
  const ms = typeof by === 'number' ? by : parseDuration(by)
  if (ms !== undefined && ms >= 0 && ms <= longestMoveMs && clock.now() + ms <= latestMs) return
  const hint = 'Give a duration such as 5m, 2h or 3d.'
  throw new HooksError('invalid-value', `A clock cannot be moved by '${by}'.`, hint)
}
