import type { Catalog } from '../provider/catalog.ts'
import { curlCommand } from './formats/curl.ts'
import { writeFixture } from './formats/fixture.ts'
import { writeHar } from './formats/har.ts'
import { writeLine } from './formats/jsonl.ts'
import { redactDelivery } from './redact-delivery.ts'
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

/** What was received names no URL; its target may be no path (`*`), or try to name another host (`@host`). */
function curlOf({ request, to }: Kept): string {
  const path = request.target.startsWith('/') ? request.target : '/'
  return curlCommand(request, to ?? `http://localhost:3000${path}`)
}
