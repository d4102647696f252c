import type { Json } from '../../../src/http/body.ts'
import { bytesOf } from '../../../src/http/body.ts'
import { mergeDocuments } from '../../../src/provider/catalog.ts'
import type { FileReading } from '../../../src/provider/provider-file.ts'
import { readProviderFile } from '../../../src/provider/provider-file.ts'
import { catalog } from './profiles.ts'

const smallest: Json = {
  formatVersion: 1,
  name: 'acme',
  signature: { signs: '{body}', headers: { 'Acme-Signature': '{signature}' } },
  event: { id: 'id', type: 'type' },
  events: [{ type: 'order.paid', body: { id: 'evt_1', type: 'order.paid' } }],
}

/** A provider file that says no more than it must, with changes laid over it as a dialect's are. */
export const smallFile = (changes: Json = {}): Json => mergeDocuments(smallest, changes)

/** Reads a provider file: a text, or a document that is written as one, a word a line. */
export const readFile = (file: Json, options: { trial?: boolean } = {}): FileReading =>
  readProviderFile(bytesOf(typeof file === 'string' ? file : JSON.stringify(file, null, 2)), catalog, options)

/** The mistakes of a file, without their lines. */
export function mistakesOf(file: Json, options: { trial?: boolean } = {}) {
  const reading = readFile(file, options)
  return reading.ok ? [] : reading.problems.map(({ line: _, ...problem }) => problem)
}
