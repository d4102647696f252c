/** Why a signature is not accepted. The last two are `wrong-signature`, explained. */
export const reasons = [
  'no-secret',
  'missing-header',
  'malformed-header',
  'unknown-scheme',
  'timestamp-too-old',
  'timestamp-too-new',
  'wrong-signature',
  'wrong-secret',
  'body-changed',
] as const

export type Reason = (typeof reasons)[number]

/** What verifying a signature found: accepted, with which key; or not, and why, in words and with a remedy. */
export type Verdict =
  | {
      readonly ok: true
      readonly key: 'current' | 'previous'
      /** Why the scheme is no longer good enough, where it is not. */
      readonly weak?: string
    }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string; readonly hint?: string }
