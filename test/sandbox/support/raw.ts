import { request } from 'node:http'
import type { Json } from './box.ts'

/** What a server answers to a GET with just these headers: also such as no browser would let a page set. */
export const rawAnswer = (
  url: string,
  { path, headers }: { readonly path: string; readonly headers: Record<string, string> },
): Promise<{ readonly status: number; readonly body: Json }> =>
  new Promise((resolve, reject) => {
    const asking = request(new URL(path, url), { headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) })
      })
    })
    asking.on('error', reject)
    asking.end()
  })
