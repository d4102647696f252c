import { defineCommand } from '../../command-line/command.ts'
import { exportDeliveries, exportFormats } from '../../delivery/export.ts'
import { escapeLine } from '../../output/escape.ts'
import { filterFlags, findKept, queryOf } from '../parts/kept.ts'

export const exportCommand = defineCommand({
  about: 'Signatures, tokens and cookies are masked unless --reveal is given; bodies are exact.',
  args: { ids: { name: 'ID', kind: 'id', does: 'only these', many: true } },
  flags: {
    ...filterFlags,
    limit: { kind: 'count', value: 'N', does: 'the newest N' },
    as: { kind: 'choice', choices: exportFormats, does: 'the format', default: 'jsonl' },
    output: { kind: 'file', value: 'FILE', short: 'o', does: 'write to a file instead of stdout' },
    reveal: { kind: 'switch', does: 'leave signatures and tokens readable' },
  },
  examples: [
    { line: 'hooks deliveries export --since 1d -o day.jsonl', does: 'to take in elsewhere' },
    { line: 'hooks deliveries export evt_01JQA7Z4 --as curl', does: 'a line for the shell' },
  ],
  async run({ args: { ids }, flags }, context) {
    const store = await context.store()
    const kept = ids.length > 0 ? ids.map((id) => findKept(store, id)) : store.list(queryOf(flags, context))
    const text = exportDeliveries(kept, { ...context, format: flags.as, reveal: flags.reveal })
    if (!flags.reveal)
      context.talk((style) =>
        style.dim('Signatures and tokens are masked, so signatures will not verify: --reveal leaves them.'),
      )
    const { output } = flags
    if (output === undefined) return { raw: text }
    await context.files.write(output, text)
    context.talk(() => `${kept.length} written to ${escapeLine(output)}`)
    return {}
  },
})
