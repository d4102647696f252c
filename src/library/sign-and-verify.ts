import { bytesOf } from '../http/body.ts'
import type { Headers } from '../http/message.ts'
import { recognise } from '../provider/recognise.ts'
import { signatureHeaders } from '../provider/sign.ts'
import type { Verdict } from '../provider/verdict.ts'
import { keyringOf } from './keyring.ts'
import type { SignOptions, VerifyOptions, World } from './types.ts'

const toBytes = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? bytesOf(body) : body)

/** See `Library.sign`. */
export function sign(options: SignOptions, { catalog, clock }: World): Record<string, string> {
  const headers = signatureHeaders(catalog.profile(options.provider), {
    secret: options.secret,
    previousSecret: options.oldSecret,
    at: options.at ?? clock.now(),
    id: options.id,
    body: toBytes(options.body),
    method: 'POST',
    url: options.url ?? '',
    headers: [],
  })
  return Object.fromEntries(headers)
}

/** See `Library.verify`. */
export function verify(options: VerifyOptions, { catalog, clock }: World): Verdict {
  const { headers, provider } = options
  const lines = isLines(headers) ? headers : linesOf(headers)
  const request = { method: 'POST', target: '/', headers: lines, body: toBytes(options.body) }
  const now = options.at ?? clock.now()
  return recognise(request, { catalog, provider, keyring: keyringOf(options), now }).verdict
}

const linesOf = (headers: Exclude<VerifyOptions['headers'], Headers>): Headers =>
  Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, value] as const),
  )

const isLines = (headers: VerifyOptions['headers']): headers is Headers => Array.isArray(headers)
