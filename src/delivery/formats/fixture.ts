import { HooksError } from '../../errors.ts'
import { asciiJson, isObject, readJson } from '../../http/body.ts'
import { rewriteJson } from '../../provider/rewrite.ts'
import type { Kept } from '../store.ts'

/**
 * A kept delivery as a document for `fixtures/<provider>/events/`.
 *
 * @throws HooksError `not-json` where its payload is no JSON object, `not-supported` where that is too deep, `invalid-value` where
 *   its type is not known
 */
export function writeFixture(kept: Kept): string {
  const reading = readJson(kept.request.body)
  if (!reading.ok || !isObject(reading.value)) {
    throw new HooksError(
      'not-json',
      `The payload of ${kept.id} is no JSON object.`,
      'Export it as jsonl instead.',
    )
  }
  if (!rewriteJson(kept.request.body, 2)) {
    throw new HooksError(
      'not-supported',
      `The payload of ${kept.id} is nested too deep, or would become too long, to be laid out.`,
      'Export it as jsonl instead.',
    )
  }
  if (kept.type === null) {
    throw new HooksError(
      'invalid-value',
      `The event type of ${kept.id} is not known.`,
      'Export it as jsonl instead.',
    )
  }
  const at = new Date(kept.at).toISOString()
  const fixture = {
    type: kept.type,
    about: `Captured on ${at.slice(0, 10)}.`,
    origin: 'captured',
    source: 'captured',
    at,
    body: reading.value,
  }
  return asciiJson(fixture, 2)
}
