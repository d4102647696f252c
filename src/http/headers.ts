import type { Header, Headers } from './message.ts'

const same = (name: string) => {
  const wanted = name.toLowerCase()
  return ([each]: Header): boolean => each.toLowerCase() === wanted
}

/** All values of a header, in order. */
export const headerValues = (headers: Headers, name: string): string[] =>
  headers.filter(same(name)).map(([, value]) => value)

/** The first value of a header, if it is there. */
export const headerValue = (headers: Headers, name: string): string | undefined =>
  headers.find(same(name))?.[1]

export const hasHeader = (headers: Headers, name: string): boolean => headers.some(same(name))

/** The headers without those that bear one of the names. */
export const withoutHeaders = (headers: Headers, names: Iterable<string>): Headers => {
  const gone = new Set([...names].map((name) => name.toLowerCase()))
  return headers.filter(([name]) => !gone.has(name.toLowerCase()))
}

/**
 * The headers with each of `changes` put in: in the place of the first that bears its name (any further one goes), else at
 * the end.
 */
export function withHeaders(headers: Headers, changes: Headers): Headers {
  let result = [...headers]
  for (const [name, value] of changes) {
    const place = result.findIndex(same(name))
    if (place < 0) result.push([name, value])
    else
      result = result.flatMap((line, at) => (at === place ? [[name, value]] : same(name)(line) ? [] : [line]))
  }
  return result
}

/** What belongs to one connection and is made anew for each (RFC 9110, 7.6.1), and what frames the body. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'expect',
]

/** The headers that may be sent on: without the hop-by-hop ones and those that `Connection` names. */
export function endToEnd(headers: Headers): Headers {
  const named = headerValues(headers, 'connection').flatMap((value) =>
    value.split(',').map((name) => name.trim()),
  )
  return withoutHeaders(headers, [...hopByHop, ...named])
}

/** Whether a text may stand as a header's name (RFC 9110, 5.6.2). */
export const isHeaderName = (text: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text)

/** Whether a text may stand as a header's value: latin-1 without control characters but the tab. */
export const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
