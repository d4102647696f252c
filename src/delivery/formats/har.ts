import { asciiJson, exactTextOf } from '../../http/body.ts'
import { headerValue } from '../../http/headers.ts'
import type { Headers, Response } from '../../http/message.ts'
import type { Kept } from '../store.ts'

/** Kept deliveries as an HTTP archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/). */
export function writeHar(kept: readonly Kept[], version: string): string {
  const log = { version: '1.2', creator: { name: 'hooks', version }, entries: kept.map(entry) }
  return asciiJson({ log }, 2)
}

function entry(kept: Kept) {
  const { request } = kept
  const last = kept.attempts.at(-1)
  const time = last?.durationMs ?? 0
  return {
    startedDateTime: new Date(kept.at).toISOString(),
    time,
    request: {
      method: request.method,
      url: kept.to ?? `http://${headerValue(request.headers, 'host') ?? 'localhost'}${request.target}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: queryOf(request.target),
      postData: { mimeType: headerValue(request.headers, 'content-type') ?? '', ...content(request.body) },
      headersSize: -1,
      bodySize: request.body.length,
    },
    response: answer(last?.response ?? null, kept.answered ?? 0),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    comment: kept.id,
  }
}

function answer(response: Response | null, status: number) {
  const headers = response?.headers ?? []
  const body = response?.body ?? new Uint8Array()
  return {
    status: response?.status ?? status,
    statusText: response?.statusText ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content: { size: body.length, mimeType: headerValue(headers, 'content-type') ?? '', ...content(body) },
    redirectURL: headerValue(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: body.length,
  }
}

const pairs = (headers: Headers) => headers.map(([name, value]) => ({ name, value }))

const queryOf = (target: string) =>
  [...new URLSearchParams(target.split('?')[1] ?? '')].map(([name, value]) => ({ name, value }))

function content(body: Uint8Array) {
  const text = exactTextOf(body)
  return text === undefined ? { text: Buffer.from(body).toString('base64'), encoding: 'base64' } : { text }
}
