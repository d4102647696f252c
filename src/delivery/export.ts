import type { Headers } from '../http/message.ts'
import { redactHeaders } from '../http/redact.ts'
import type { Catalog } from '../provider/catalog.ts'
import { signatureHeaderNames } from '../provider/signature-fields.ts'
import { curlCommand } from './formats/curl.ts'
import { writeFixture } from './formats/fixture.ts'
import { writeHar } from './formats/har.ts'
import { writeLine } from './formats/jsonl.ts'
import type { Kept } from './store.ts'

export const exportFormats = ['jsonl', 'curl', 'har', 'fixture'] as const

export type ExportFormat = (typeof exportFormats)[number]

export interface Exporting {
  readonly format: ExportFormat
  /** Leave signatures, tokens and cookies readable. */
  readonly reveal: boolean
  readonly catalog: Catalog
  readonly version: string
}

/** Writes kept deliveries in a format; what is secret is masked unless `reveal` is set. Throws as `writeFixture`. */
export function exportDeliveries(deliveries: readonly Kept[], exporting: Exporting): string {
  const { format, version } = exporting
  const kept = exporting.reveal
    ? deliveries
    : deliveries.map((each) => redactDelivery(each, exporting.catalog))
  if (format === 'har') return `${writeHar(kept, version)}\n`
  const write = { jsonl: writeLine, fixture: writeFixture, curl: curlOf }[format]
  return kept.map((each) => `${write(each)}\n`).join('')
}

const curlOf = (kept: Kept): string =>
  curlCommand(kept.request, kept.to ?? `http://localhost:3000${kept.request.target}`)

/** A kept delivery with every secret header masked, those that bear its provider's signature among them. */
export function redactDelivery(kept: Kept, catalog: Catalog): Kept {
  const profile =
    kept.provider !== null && catalog.names.includes(kept.provider) ? catalog.profile(kept.provider) : null
  const own = profile ? signatureHeaderNames(profile.signature) : []
  const redact = (headers: Headers): Headers => redactHeaders(headers, own)
  return {
    ...kept,
    request: { ...kept.request, headers: redact(kept.request.headers) },
    attempts: kept.attempts.map((attempt) => ({
      ...attempt,
      headers: redact(attempt.headers),
      response: attempt.response && { ...attempt.response, headers: redact(attempt.response.headers) },
    })),
  }
}
