/** Why an attempt is made when it is made. */
export interface Why {
  /** The delay that the schedule names for this attempt, before jitter, in milliseconds. */
  readonly scheduledMs: number
  readonly countedFrom: 'previous' | 'first'
  /** The delay after jitter, where there is some. */
  readonly jitteredMs: number | undefined
  /**
   * What moved it from there, in turn: a `Retry-After`, a least delay after such an answer, an order to keep, an endpoint
   * that was off. `toMs` is the delay that it came to, counted as `countedFrom` says (a first attempt's from the event).
   */
  readonly moved: readonly {
    readonly by: 'retry-after' | 'least-delay' | 'order' | 'endpoint-off'
    readonly toMs: number
  }[]
}
