import type { Headers } from '../http/message.ts'
import { redactHeaders } from '../http/redact.ts'
import type { Catalog } from '../provider/catalog.ts'
import { signatureHeaderNames } from '../provider/signature-fields.ts'
import type { Kept } from './store.ts'

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
