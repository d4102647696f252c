/**
 * Where all time comes from. `now` is milliseconds since 1970; `sleep` ends early, without an error, when its signal
 * is aborted.
 */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
