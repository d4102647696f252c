import { defineCommand } from '../../command-line/command.ts'
import { escapeLine } from '../../output/escape.ts'
import { deliveryCounts } from '../../output/sandbox-state.ts'
import { readState } from '../parts/sandbox-answers.ts'
import { callSandbox, sandboxUrlFlag } from '../parts/sandbox-control.ts'

export const advance = defineCommand({
  about:
    'All that falls due is really sent, in order, before the command ends. The sandbox must have a virtual clock.',
  args: { by: { name: 'DURATION', kind: 'duration', does: 'how far, such as 5m, 2h or 3d', required: true } },
  flags: sandboxUrlFlag,
  examples: [{ line: 'hooks sandbox advance 2h', does: 'two hours later' }],
  async run({ args, flags: { url } }, context) {
    const moving = callSandbox({ url, method: 'POST', path: '/clock', body: { advance: args.by } }, context)
    await context.waiting('sending all that falls due', moving)
    const state = readState(await callSandbox({ url, method: 'GET', path: '/state' }, context))
    const { now, clock, deliveries } = state
    return { value: { now, clock, deliveries }, view: () => escapeLine(`${now}   ${deliveryCounts(state)}`) }
  },
})
