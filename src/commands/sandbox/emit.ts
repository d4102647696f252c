import { defineCommand } from '../../command-line/command.ts'
import { emittedLines } from '../../output/sandbox-state.ts'
import { readEmitted } from '../parts/sandbox-answers.ts'
import { callSandbox, sandboxUrlFlag } from '../parts/sandbox-control.ts'

export const emit = defineCommand({
  args: {
    type: { name: 'TYPE', kind: 'eventType', does: 'the event type: hooks providers events', required: true },
  },
  flags: {
    set: { kind: 'assignment', value: 'PATH=VALUE', does: 'change a field of the sample', many: true },
    add: { kind: 'switch', does: 'let --set make new fields' },
    count: { kind: 'count', value: 'N', does: 'how many events', default: '1' },
    workspace: { kind: 'text', value: 'ID', does: 'only to endpoints of this workspace, and of none' },
    ...sandboxUrlFlag,
  },
  examples: [
    { line: 'hooks sandbox emit job.completed', does: 'to all endpoints that take it' },
    { line: 'hooks sandbox emit job.completed --set data.status=failed --count 10', does: 'ten, changed' },
  ],
  async run({ args, flags: { url, set, add, count, workspace } }, context) {
    const changes = Object.fromEntries(set.map(({ path, value }) => [path, value]))
    const where = workspace === undefined ? {} : { workspace }
    const body = { type: args.type, set: changes, add, count, ...where }
    const value = await callSandbox({ url, method: 'POST', path: '/events', body }, context)
    return { value, view: (style) => emittedLines(readEmitted(value), style) }
  },
})
