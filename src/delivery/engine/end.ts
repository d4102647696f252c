/** How a delivery ended. */
export type End =
  | 'delivered'
  /** All attempts of the schedule failed, or its age limit came. */
  | 'given-up'
  /** An answer asked for no more. */
  | 'stopped'
  /** The endpoint was disabled while it waited, or was off when it happened. */
  | 'endpoint-disabled'
