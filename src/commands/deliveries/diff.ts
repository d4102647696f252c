import { diffDeliveries } from '../../delivery/diff.ts'
import { redactDelivery } from '../../delivery/redact-delivery.ts'
import { exitCodes } from '../../errors.ts'
import { diffView } from '../../output/diff.ts'
import { defineCommand } from '../command.ts'
import { findKept } from '../kept.ts'

export const diff = defineCommand({
  about: 'Ends with 0 where they are the same, with 1 where they differ.',
  args: {
    left: { name: 'A', kind: 'id', does: 'an event id or a delivery id', required: true },
    right: { name: 'B', kind: 'id', does: 'another one', required: true },
  },
  flags: { reveal: { kind: 'switch', does: 'show signatures and tokens' } },
  examples: [{ line: 'hooks deliveries diff dlv_01K9W3T6 dlv_01K9W3V2', does: 'headers, fields and bytes' }],
  async run({ args: { left, right }, flags }, context) {
    const store = await context.store()
    const pair = [findKept(store, left), findKept(store, right)] as const
    const found = diffDeliveries(...pair)
    const safe = flags.reveal
      ? found
      : {
          ...found,
          headers: diffDeliveries(
            redactDelivery(pair[0], context.catalog),
            redactDelivery(pair[1], context.catalog),
          ).headers,
        }
    const same = found.fields.length === 0 && found.headers.length === 0 && found.body.kind === 'same'
    return {
      exit: same ? exitCodes.ok : exitCodes.no,
      value: safe,
      view: (style) => diffView(safe, style, { reveal: true }),
    }
  },
})
