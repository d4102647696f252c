import type { Headers } from '../http/message.ts'
import { redactHeaders, redactUrl } from '../http/redact.ts'
import type { Catalog } from '../provider/catalog.ts'
import { signatureHeaderNames } from '../provider/signature-fields.ts'
import type { Kept } from './store.ts'

/** The headers of a kept delivery that bear signatures: those of its provider, and the one that was seen. */
export function secretHeaders({ provider, signature }: Kept, catalog: Catalog): string[] {
  const profile = catalog.known(provider)
  const own = profile ? signatureHeaderNames(profile.signature) : []
  return signature ? [...own, signature.header] : own
}

/** A kept delivery with signatures, tokens and cookies masked, in headers and URLs. The body stays as it is. */
export function redactDelivery(kept: Kept, catalog: Catalog): Kept {
  const secret = secretHeaders(kept, catalog)
  const redact = (headers: Headers): Headers => redactHeaders(headers, secret)
  const { request } = kept
  return {
    ...kept,
    to: kept.to && redactUrl(kept.to),
    request: { ...request, target: redactUrl(request.target), headers: redact(request.headers) },
    attempts: kept.attempts.map((attempt) => ({
      ...attempt,
      to: redactUrl(attempt.to),
      headers: redact(attempt.headers),
      response: attempt.response && { ...attempt.response, headers: redact(attempt.response.headers) },
    })),
  }
}
