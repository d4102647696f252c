import { redactDelivery } from '../../delivery/redact-delivery.ts'
import { HooksError } from '../../errors.ts'
import { deliveryPage } from '../../output/delivery-page.ts'
import { bodyField } from '../../output/json.ts'
import { defineCommand } from '../command.ts'
import { findKept } from '../kept.ts'
import { keptValue } from './kept-value.ts'

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
    const found = findKept(await context.store(), id)
    if (flags.raw) return { raw: found.request.body }
    const kept = flags.reveal ? found : redactDelivery(found, context.catalog)
    const part = flags.headers ? 'headers' : flags.body ? 'body' : 'all'
    const { method, target, headers, body } = kept.request
    return {
      value: { ...keptValue(kept), request: { method, target, headers, ...bodyField(body) } },
      // What is to be masked is masked already.
      view: (style) => deliveryPage(kept, style, { part, reveal: true }),
    }
  },
})
