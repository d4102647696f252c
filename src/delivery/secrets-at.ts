/** The secrets of an endpoint. */
export interface Rotation {
  readonly secret: string
  /** The secret that is being replaced, since the rotation began. */
  readonly previousSecret: string | undefined
  /** How long after that both hold, in milliseconds; undefined where the provider does not say it, so that both go on. */
  readonly overlapMs: number | undefined
}

/** The secrets that the provider signs with so many milliseconds after the rotation began. */
export function secretsAt(
  { secret, previousSecret, overlapMs = Number.POSITIVE_INFINITY }: Rotation,
  sinceMs: number,
): { readonly secret: string; readonly previousSecret: string | undefined } {
  return { secret, previousSecret: sinceMs < overlapMs ? previousSecret : undefined }
}
