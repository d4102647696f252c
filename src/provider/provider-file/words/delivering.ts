import type { Word } from './word.ts'
import { word } from './word.ts'

/** The words for what a provider sends, and for what is around it. */
export const deliveringWords: Readonly<Record<string, Word>> = {
  content: word('How payloads are written: as JSON, or as a form.', 'json'),
  headers: word('All other headers of a delivery.', {
    'Content-Type': 'application/json',
    'Acme-Event': '{type}',
  }),
  'headers.*': word('A template over {id}, {type}, {attemptId}, {timestamp} and {createdAt}.', '{type}'),
  event: word('Where an event has its id, its type and its time.', {
    id: 'id',
    type: 'type',
    createdAt: 'created_at',
  }),
  'event.id': word('Where the id stands: a path into the payload, or header:NAME.', 'data.id'),
  'event.type': word(
    'Where the type stands: a path into the payload, or header:NAME; several are tried in turn.',
    'event_type',
  ),
  'event.createdAt': word('Where the time of creation stands.', 'created_at'),
  'event.times': word('Times in the payload that are numbers.', [{ path: 'created', unit: 's' }]),
  'event.times[].path': word('Where it stands; * is any key or index, ** any number of them.', '**.created'),
  'event.times[].unit': word('Seconds or milliseconds since 1970.', 's'),
  'event.identity': word(
    'Where events bear no id: what two equal ones have in common, a template over paths.',
    '{type}:{object.id}',
  ),
  'event.newId': word(
    'How a new id is made: {hex:N}, {base36:N}, {base62:N}, {digits:N}, {ulid}, {uuid}, {unix}.',
    'evt_{ulid}',
  ),
  'event.fresh': word('Further fields that each sent event has anew.', { 'object.id': '{hex:24}' }),
  'event.fresh.*': word('How its value is made, as for newId.', '{hex:24}'),
  rotation: word('What holds while a secret is replaced.', { overlap: '24h', both: 'list' }),
  'rotation.overlap': word('How long both secrets hold.', '24h'),
  'rotation.both': word(
    'How both signatures travel: as items of the list, in previous headers, or not at all.',
    'list',
  ),
  handshakes: word('What the provider asks a new endpoint, and what is to be answered.', [
    {
      when: { type: 'ping' },
      status: 200,
      contentType: 'text/plain',
      answer: '{challenge}',
      about: 'Asks whether you are there.',
    },
  ]),
  'handshakes[].type': word('What it is called as an event type, where the payload does not say.', 'ping'),
  'handshakes[].when': word('The fields of such a request, and their values.', { type: 'ping' }),
  'handshakes[].when.*': word('The value of this field.', 'ping'),
  'handshakes[].status': word('The status of the answer.', 200),
  'handshakes[].contentType': word('The Content-Type of the answer.', 'text/plain'),
  'handshakes[].answer': word(
    "The answer's body, where it has one: a template over paths of the payload.",
    '{challenge}',
  ),
  'handshakes[].about': word('What it is for, in a sentence.', 'Asks whether you are there.'),
}
