import { fixturesFolder } from '../../../src/host/package-files.ts'
import type { Json } from '../../../src/http/body.ts'
import { createCatalog, familyName, mergeDocuments } from '../../../src/provider/catalog.ts'
import type { Profile } from '../../../src/provider/profile.ts'
import { profileSchema } from '../../../src/provider/profile.ts'

/** All providers that ship. */
export const shipped = createCatalog(fixturesFolder())

const five = ['example', 'firma', 'firsthand', 'headshotpro', 'pixelpatrol']
const folder = fixturesFolder()

/** The five providers that the product was made for, with their dialects. */
export const catalog = createCatalog({
  ...folder,
  names: (path) => folder.names(path).filter((name) => path !== '' || five.includes(familyName(name))),
})

const document: Json = {
  formatVersion: 1,
  name: 'acme',
  title: 'Acme',
  about: 'A provider made up for tests.',
  sources: { guide: { title: 'Guide', checked: '2026-11-21' } },
  signature: {
    algorithm: 'hmac-sha256',
    key: { encoding: 'utf8' },
    signs: '{timestamp}.{body}',
    encoding: 'hex',
    separator: ',',
    headers: { 'Acme-Signature': 't={timestamp},v1={signature}' },
    timestamp: { unit: 's', tolerance: '5m' },
    source: 'guide',
  },
  headers: { 'Content-Type': 'application/json', 'Acme-Event': '{type}' },
  event: { id: 'id', type: 'type', createdAt: 'created_at', newId: 'evt_{hex:8}', source: 'guide' },
  delivery: {
    timeout: '5s',
    success: '2xx',
    schedule: ['0s', '1m', '5m'],
    countedFrom: 'previous',
    afterLast: 'failed',
    source: 'guide',
  },
  api: { about: 'There is none.', source: 'guide' },
}

/** The document of a made-up provider, with changes laid over it as a dialect's are. */
export const acmeDocument = (changes: Json = {}): Json => mergeDocuments(document, changes)

/** A made-up provider: `t=,v1=` over time and body, with changes laid over it as a dialect's are. */
export const acme = (changes: Json = {}): Profile => profileSchema.parse(acmeDocument(changes))
