/** What the process ends with. A script may rely on each number. */
export const exitCodes = { ok: 0, no: 1, invalid: 2, world: 3, bug: 70, interrupted: 130 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Every code that an error can bear, and the exit code that it leads to. `--json` prints the code. */
const exitOf = {
  usage: exitCodes.invalid,
  'unknown-command': exitCodes.invalid,
  'invalid-value': exitCodes.invalid,
  'invalid-settings': exitCodes.invalid,
  'invalid-profile': exitCodes.invalid,
  'unknown-provider': exitCodes.invalid,
  'unknown-type': exitCodes.invalid,
  'ambiguous-type': exitCodes.invalid,
  'unknown-id': exitCodes.invalid,
  'ambiguous-id': exitCodes.invalid,
  'unknown-path': exitCodes.invalid,
  'unreadable-file': exitCodes.invalid,
  'not-json': exitCodes.invalid,
  'no-secret': exitCodes.invalid,
  'not-supported': exitCodes.invalid,
  'no-api-key': exitCodes.invalid,
  'api-unauthorized': exitCodes.invalid,
  'api-refused': exitCodes.invalid,
  'port-in-use': exitCodes.world,
  'cannot-listen': exitCodes.world,
  'cannot-write': exitCodes.world,
  'store-unusable': exitCodes.world,
  'store-newer': exitCodes.world,
  'store-damaged': exitCodes.world,
  'api-unavailable': exitCodes.world,
  'api-rate-limited': exitCodes.world,
  'api-unreadable': exitCodes.world,
  bug: exitCodes.bug,
  interrupted: exitCodes.interrupted,
} as const satisfies Record<string, ExitCode>

export type ErrorCode = keyof typeof exitOf

/**
 * Something that should not happen: a wrong flag, an unreadable file, a port in use. What is merely "no" (a wrong
 * signature, a handler that refuses) is a value instead.
 *
 * @param code one of the closed set above; it decides the exit code
 * @param message what happened, with the value
 * @param hint what to do next
 */
export class HooksError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, hint?: string) {
    super(message)
    this.name = 'HooksError'
    this.code = code
    this.hint = hint
  }

  get exitCode(): ExitCode {
    return exitOf[this.code]
  }
}
