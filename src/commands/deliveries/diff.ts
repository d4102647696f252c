import { defineCommand } from '../../command-line/command.ts'
import type { FieldChange } from '../../delivery/diff.ts'
import { diffDeliveries } from '../../delivery/diff.ts'
import { secretHeaders } from '../../delivery/redact-delivery.ts'
import { exitCodes } from '../../errors.ts'
import { mask, sensitiveHeaders } from '../../http/redact.ts'
import { diffView } from '../../output/diff.ts'
import { findKept } from '../parts/kept.ts'

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
    const { catalog } = context
    const [a, b] = [findKept(store, left), findKept(store, right)]
    const found = diffDeliveries(a, b)
    const same = found.fields.length === 0 && found.headers.length === 0 && found.body.kind === 'same'
    const sensitive = [...secretHeaders(a, catalog), ...secretHeaders(b, catalog)]
    const { reveal } = flags
    const shown = reveal ? found : { ...found, headers: maskChanges(found.headers, sensitive) }
    return {
      exit: same ? exitCodes.ok : exitCodes.no,
      value: shown,
      view: (style) => diffView(found, style, { reveal, sensitive }),
    }
  },
})

/** What differs stays told, though both sides may look the same. */
const maskChanges = (changes: readonly FieldChange[], sensitive: readonly string[]): FieldChange[] => {
  const isSecret = sensitiveHeaders(sensitive)
  const masked = (value: string | null): string | null => (value === null ? null : mask(value))
  return changes.map((change) =>
    isSecret(change.name) ? { ...change, left: masked(change.left), right: masked(change.right) } : change,
  )
}
