import type { Word } from './word.ts'
import { word } from './word.ts'

/** The words for what a provider is, and how it signs. */
export const signingWords: Readonly<Record<string, Word>> = {
  $schema: word('The JSON Schema of this file, for editors.', './provider.schema.json'),
  formatVersion: word('The version of this format: 1.', 1),
  name: word('How it is called on the command line, in small letters.', 'acme'),
  title: word('How people write its name.', 'Acme'),
  about: word('What this is, in a sentence.', 'The webhooks of our own shop.'),
  extends: word(
    'The built-in provider that this is laid over; null takes away what that one has.',
    'example',
  ),
  sources: word('Where the facts are from, by a short name.', {
    guide: { title: 'Guide', checked: '2026-11-21' },
  }),
  'sources.*': word('A page that states facts.', { title: 'Webhooks guide', checked: '2026-11-21' }),
  'sources.*.title': word('What the page is called.', 'Webhooks guide'),
  'sources.*.url': word('Where it is.', 'https://docs.acme.example/webhooks'),
  'sources.*.checked': word('The day on which it was read.', '2026-11-21'),
  signature: word('How deliveries are signed.', {
    signs: '{body}',
    headers: { 'Acme-Signature': '{signature}' },
  }),
  'signature.algorithm': word('How signatures are made (hmac-sha256, where it is left out).', 'hmac-sha256'),
  'signature.key': word("How the secret's text becomes the key.", { encoding: 'utf8' }),
  'signature.key.encoding': word('utf8: the text as it stands. Otherwise it is decoded.', 'base64'),
  'signature.key.prefix': word(
    'What stands before the key, and is cut off; of a pair, before the public one.',
    'whsec_',
  ),
  'signature.key.privatePrefix': word('What stands before the private key of a pair.', 'whsk_'),
  'signature.key.form': word('How the keys of a pair are packed: their 32 bytes alone, or DER.', 'raw'),
  'signature.signs': word(
    'What is signed: a template over {body}, {bodyHash}, {timestamp}, {id}, {method}, {url}, {header:NAME}, {form} and {bodyWithout:KEY}.',
    '{timestamp}.{body}',
  ),
  'signature.encoding': word('How the signature is written (hex, where it is left out).', 'hex'),
  'signature.separator': word('Only where a header is a list: what stands between its items.', ','),
  'signature.headers': word('The headers that carry {signature}, {timestamp} and {id}.', {
    'Acme-Signature': 't={timestamp},v1={signature}',
  }),
  'signature.headers.*': word(
    'A template over {signature}, {timestamp} and {id}: it writes the header, and reads it back.',
    'sha256={signature}',
  ),
  'signature.inBody': word('Where the signature stands in the payload instead.', {
    key: 'signature',
    value: '{signature}',
  }),
  'signature.inBody.key': word('The key at the top of the payload.', 'signature'),
  'signature.inBody.value': word('Its value: a template over {signature}.', 'sha256={signature}'),
  'signature.query': word('What is added to the URL before it is signed.', { bodySHA256: '{bodyHash}' }),
  'signature.query.*': word('A template over {bodyHash}: SHA-256 of the body, in hex.', '{bodyHash}'),
  'signature.previous': word("The headers that carry the old secret's signature during a rotation.", {
    'Acme-Signature-Old': 't={timestamp},v1={signature}',
  }),
  'signature.previous.*': word('A template over {signature}, {timestamp} and {id}.', 'sha256={signature}'),
  'signature.timestamp': word('The time of signing.', { unit: 's', tolerance: '5m' }),
  'signature.timestamp.unit': word(
    'How it is written: seconds or milliseconds since 1970, or ISO 8601.',
    's',
  ),
  'signature.timestamp.path': word('Where it stands in the payload, if not in a header.', 'sent_at'),
  'signature.timestamp.tolerance': word('How old a delivery may be.', '5m'),
  'signature.timestamp.future': word(
    'Whether a time ahead is refused beyond the tolerance as well.',
    'ignored',
  ),
  'signature.weak': word('Why this scheme is no longer good enough, where it is not.', 'SHA-1 is broken.'),
}
