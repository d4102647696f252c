import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { isSensitiveHeader, mask } from '../../http/redact.ts'
import type { EndpointView } from '../../output/endpoint.ts'

/** What `--json` tells of an endpoint: in our words, and `raw` as the API wrote it. Secrets are masked unless they are to be revealed. */
export function endpointValue({ endpoint, disableAfter, secret }: EndpointView, provider: string) {
  const { raw, consecutiveFailures, disabledAt, lastSuccessAt, lastFailureAt, ...rest } = endpoint
  const reveal = secret?.reveal ?? false
  const known = secret?.secret ?? rest.secret ?? undefined
  return {
    provider,
    ...rest,
    health: {
      consecutiveFailures,
      disableAfter: disableAfter ?? null,
      disabledAt,
      lastSuccessAt,
      lastFailureAt,
    },
    secret: known === undefined ? null : reveal ? known : mask(known),
    ...(secret?.rotatedAt ? { rotatedAt: secret.rotatedAt } : {}),
    ...(secret?.overlapEndsAt ? { overlapEndsAt: secret.overlapEndsAt } : {}),
    raw: reveal ? raw : withoutSecrets(raw),
  }
}

/** Deeper than this nobody documents an answer; what is there is left out. */
const deepest = 32

/** JSON of an API with every value masked that by its key is likely a secret. */
export function withoutSecrets(json: Json, depth = 0): Json {
  if (depth > deepest) return null
  if (Array.isArray(json)) return json.map((each: Json) => withoutSecrets(each, depth + 1))
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      typeof value === 'string' && isSensitiveHeader(key) ? mask(value) : withoutSecrets(value, depth + 1),
    ]),
  )
}
