import { defineCommand } from '../../command-line/command.ts'
import { redactDelivery, secretHeaders } from '../../delivery/redact-delivery.ts'
import { HooksError } from '../../errors.ts'
import { deliveryPage } from '../../output/delivery-page.ts'
import { bodyField } from '../../output/json.ts'
import { findKept } from '../parts/kept.ts'
import { keptValue } from '../parts/kept-value.ts'

export const show = defineCommand({
  args: {
    id: { name: 'ID', kind: 'id', does: 'an event id or a delivery id, or a prefix of one', required: true },
  },
  flags: {
    raw: { kind: 'switch', does: 'the body, byte for byte' },
    headers: { kind: 'switch', does: 'only the headers' },
    body: { kind: 'switch', does: 'only the body, laid out' },
    reveal: { kind: 'switch', does: 'show signatures and tokens' },
  },
  examples: [
    { line: 'hooks deliveries show evt_01JQA7Z4', does: 'all of it' },
    { line: 'hooks deliveries show evt_01JQA7Z4 --raw > body.json', does: 'the exact bytes' },
  ],
  async run({ args: { id }, flags }, context) {
    if ([flags.raw, flags.headers, flags.body].filter(Boolean).length > 1) {
      throw new HooksError('usage', '--raw, --headers and --body cannot go together.', 'Give one of them.')
    }
    const kept = findKept(await context.store(), id)
    if (flags.raw) return { raw: kept.request.body }
    const { reveal } = flags
    const shown = reveal ? kept : redactDelivery(kept, context.catalog)
    const part = flags.headers ? 'headers' : flags.body ? 'body' : 'all'
    const { method, target, headers, body } = shown.request
    return {
      value: { ...keptValue(shown), request: { method, target, headers, ...bodyField(body) } },
      view: (style) =>
        deliveryPage(kept, style, { part, reveal, sensitive: secretHeaders(kept, context.catalog) }),
    }
  },
})
