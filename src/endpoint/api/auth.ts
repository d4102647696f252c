import { headerValue } from '../../http/headers.ts'
import type { Header, Headers } from '../../http/message.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Operation } from '../../provider/management.ts'
import { parseTemplate, readText, writeText } from '../../provider/template.ts'
import type { Problem } from './api.ts'
import type { Api } from './describe.ts'

/** An API that says nothing of it does as most do. */
const authOf = ({ section }: Api) =>
  section.auth ?? { header: 'Authorization', sends: 'Bearer {key}', accepts: undefined }

/** The header that a key is sent in. */
export function authHeader(api: Api, key: string): Header {
  const { header, sends } = authOf(api)
  return [header, writeText(parseTemplate(sends), () => key)]
}

/** The key that a request bears, in any of the forms that the API takes; undefined where it bears none. */
export function keyIn(api: Api, headers: Headers): string | undefined {
  const { header, sends, accepts = [sends] } = authOf(api)
  const value = headerValue(headers, header)?.trim()
  if (value === undefined) return undefined
  const keys = accepts.map((form) => readText(parseTemplate(form), value)?.get('key'))
  return keys.find((key) => key !== undefined && key !== '')
}

/** Whether an operation takes an idempotency key. */
export function idempotencyOf({ section }: Api, operation: Operation): 'required' | 'accepted' | 'none' {
  const { idempotency } = section
  if (!idempotency?.operations.includes(operation)) return 'none'
  return figureOf(idempotency.required) ? 'required' : 'accepted'
}

/** The header that an idempotency key is sent in; none where the operation takes none. */
export function idempotencyHeader(api: Api, operation: Operation, key: string | undefined): Headers {
  const { idempotency } = api.section
  return idempotency && key !== undefined && idempotencyOf(api, operation) !== 'none'
    ? [[idempotency.header, key]]
    : []
}

export type IdempotencyReading =
  | { readonly ok: true; readonly key: string | undefined }
  | { readonly ok: false; readonly problem: Problem }

/** The idempotency key that a request bears; a problem where the operation must have one. */
export function idempotencyKeyIn(api: Api, operation: Operation, headers: Headers): IdempotencyReading {
  const { header = '' } = api.section.idempotency ?? {}
  const demand = idempotencyOf(api, operation)
  const key = demand === 'none' ? undefined : headerValue(headers, header) || undefined
  if (demand !== 'required' || key !== undefined) return { ok: true, key }
  const message = `${header} header is required`
  return {
    ok: false,
    problem: { kind: 'invalid', message, fields: [{ field: header, message: 'required' }] },
  }
}
