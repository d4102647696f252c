import type { Json } from '../../../http/body.ts'

/** What a word of a provider file means, and how it may look. */
export interface Word {
  readonly does: string
  readonly example: Json
}

export const word = (does: string, example: Json): Word => ({ does, example })
