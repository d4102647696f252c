import { parseGenerator } from '../../generator.ts'
import type { Path } from '../../path.ts'
import type { Profile } from '../../profile.ts'
import { itemsOf } from '../../signature-fields.ts'
import { writeTimestamp } from '../../signed-content.ts'
import type { Template } from '../../template.ts'
import { fieldsOf, parseTemplate, readText, writeText } from '../../template.ts'
import type { Draft, Rule } from '../draft.ts'
import type { Fault } from '../fault.ts'

/** What a field may look like in a header: with every sign that may stand in it. */
type Samples = (field: string) => string | undefined

/** Every template that is read back gives the fields that it was written with. */
export const readBack: Rule = (draft) => {
  const { signature } = draft.profile
  if (!signature) return []
  const { headers, previous = {}, inBody } = signature
  const samples = samplesOf(signature, draft.profile.event)
  const lists = Object.entries({ headers, previous }).flatMap(([group, templates]) =>
    Object.entries(templates).flatMap(([name, text]): Fault[] => {
      const items = itemsOf(signature, text)
      return faultOf(['signature', group, name], whyUnreadable(items, samples))
    }),
  )
  if (!inBody) return lists
  const why = whyUnreadable([parseTemplate(inBody.value)], samples)
  return [...lists, ...faultOf(['signature', 'inBody', 'value'], why)]
}

type Why = Pick<Fault, 'message' | 'remedy'>

const faultOf = (path: Path, why: Why | undefined): Fault[] => (why ? [{ path, ...why }] : [])

function samplesOf({ encoding, timestamp }: Profile['signature'], event: Draft['profile']['event']): Samples {
  const at = Date.UTC(2026, 2, 15, 10, 5, 0, 123)
  const signatures = {
    hex: '0123456789abcdef',
    base64: 'AZaz09+/8A==',
    base64url: 'AZaz09-_8A',
    utf8: 'token',
  }
  const random = { bytes: (count: number) => new Uint8Array(count).fill(7) }
  const samples = new Map([
    ['signature', signatures[encoding]],
    ['timestamp', writeTimestamp(timestamp?.unit ?? 's', at)],
    ['id', event?.newId === undefined ? 'id1' : parseGenerator(event.newId)({ random, at })],
  ])
  return (field) => samples.get(field)
}

function whyUnreadable(items: readonly Template[], samples: Samples): Why | undefined {
  for (const item of items) {
    const why = emptyItem(item) ?? touchingFields(item) ?? repeatedField(item) ?? cutShort(item, samples)
    if (why) return why
  }
  return swallowing(items, samples)
}

const emptyItem = (item: Template): Why | undefined =>
  item.length > 0
    ? undefined
    : {
        message: 'The list has an item with nothing in it.',
        remedy: 'Take away the separator that is too many.',
      }

function touchingFields(item: Template): Why | undefined {
  for (const [at, part] of item.entries()) {
    const next = item[at + 1]
    if ('field' in part && next && 'field' in next) {
      const [first, second] = [`{${part.field}}`, `{${next.field}}`]
      return {
        message: `Nothing stands between ${first} and ${second}, so that nobody could tell where one ends.`,
        remedy: `Put something between them: ${first}.${second}`,
      }
    }
  }
  return undefined
}

function repeatedField(item: Template): Why | undefined {
  const fields = fieldsOf(item)
  const twice = fields.find((field, at) => fields.indexOf(field) !== at)
  if (twice === undefined) return undefined
  return {
    message: `{${twice}} stands twice, and may be read as two things.`,
    remedy: 'Take one of them away.',
  }
}

/** A field ends where the text behind it first occurs; where it may hold that text itself, it would end too early. */
function cutShort(item: Template, samples: Samples): Why | undefined {
  const read = readText(item, writeText(item, samples))
  const cut = fieldsOf(item).find((field) => read?.get(field) !== (samples(field) ?? ''))
  if (cut === undefined) return undefined
  const next = item[item.findIndex((part) => 'field' in part && part.field === cut) + 1]
  const literal = next && 'literal' in next ? next.literal : ''
  return {
    message: `{${cut}} may itself hold the '${literal}' that is to end it, as in ${samples(cut)}.`,
    remedy: `Another sign must stand behind {${cut}}, one that never stands in it.`,
  }
}

/** An item that also fits what another one writes takes that for its own. */
function swallowing(items: readonly Template[], samples: Samples): Why | undefined {
  const text = (item: Template): string => writeText(item, (field) => `{${field}}`)
  for (const [at, item] of items.entries()) {
    const other = items.find(
      (each, place) => place !== at && readText(item, writeText(each, samples)) !== undefined,
    )
    if (other) {
      return {
        message: `The item '${text(item)}' of the list also fits what '${text(other)}' writes.`,
        remedy: 'Give each item a beginning of its own: t={timestamp},v1={signature}',
      }
    }
  }
  return undefined
}
