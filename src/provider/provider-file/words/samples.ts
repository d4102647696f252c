import type { Word } from './word.ts'
import { word } from './word.ts'

/** The words for what a file holds beside the profile: events and vectors. */
export const sampleWords: Readonly<Record<string, Word>> = {
  events: word('A sample of each event type.', [
    { type: 'order.paid', body: { id: 'evt_1', type: 'order.paid' } },
  ]),
  'events[].type': word('The event type.', 'order.paid'),
  'events[].about': word('What has happened, in a sentence.', 'An order was paid.'),
  'events[].origin': word(
    'Where the sample is from: the provider shows it, in part, not at all, or it was received.',
    'captured',
  ),
  'events[].at': word(
    'The moment of the sample: all its times move along when it is sent.',
    '2026-03-15T10:05:00Z',
  ),
  'events[].body': word('The payload; of a form, its fields.', { id: 'evt_1', type: 'order.paid' }),
  'events[].after': word('What stands behind the payload, where the provider writes something there.', '\n'),
  vectors: word('Known answers: what our signing must give, and our verifying must accept.', []),
  'vectors[].title': word('What it shows.', 'A body as it is sent'),
  'vectors[].origin': word('Whether the provider publishes it, or it was computed.', 'official'),
  'vectors[].secret': word('The secret that it is signed with: one for tests.', 'whsec_test'),
  'vectors[].previousSecret': word('The one before, of a vector for a rotation.', 'whsec_old'),
  'vectors[].url': word('The URL, where it is signed.', 'https://acme.example/hooks'),
  'vectors[].verifyOnly': word('The secret is a public key, which cannot sign.', true),
  'vectors[].at': word('The time of signing.', '2026-03-15T10:05:00Z'),
  'vectors[].id': word("The event's id, where it is signed.", 'evt_1'),
  'vectors[].body': word('The exact text of the body.', '{"id":"evt_1"}'),
  'vectors[].headers': word('The headers that carry the signature, as they must be.', {
    'Acme-Signature': 't=1773569100,v1=…',
  }),
  'vectors[].headers.*': word("The header's value.", 't=1773569100,v1=…'),
}
