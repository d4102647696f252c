/**
 * What a sender may take of us. A sender that dawdles is cut off within a quarter of a minute, so that slow ones cannot hold
 * all connections; no limit holds while a request is being answered.
 */
export const limits = {
  headBytes: 32_768,
  /** Node drops lines beyond its own limit silently, so that one is off, and this one is told to the sender. */
  headerLines: 200,
  headMs: 10_000,
  requestMs: 14_000,
  keepAliveMs: 5_000,
  checkEveryMs: 1_000,
  /** How long an answer may wait for its sender to stop sending. */
  lingerMs: 1_000,
  /** How long `close` waits for requests in flight. */
  closeMs: 5_000,
} as const
