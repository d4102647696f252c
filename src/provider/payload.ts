import type { Json } from '../http/body.ts'
import { isObject, readJson, textOf } from '../http/body.ts'
import type { Profile } from './profile.ts'

/** How a provider writes its payloads. */
export type ContentForm = NonNullable<Profile['content']>

/** What a body says, as JSON; the fields of a form are texts by their names. Undefined where it cannot be read. */
export function readPayload(form: ContentForm | undefined, body: Uint8Array): Json | undefined {
  if (form === 'form') return Object.fromEntries(new URLSearchParams(textOf(body)))
  const reading = readJson(body)
  return reading.ok ? reading.value : undefined
}

/** A payload as the text of a body. */
export function writePayload(form: ContentForm | undefined, payload: Json): string {
  if (form !== 'form' || !isObject(payload)) return JSON.stringify(payload)
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]): [string, string] => [name, plain(value)]),
  ).toString()
}

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
