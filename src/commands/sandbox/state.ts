import { defineCommand } from '../../command-line/command.ts'
import { sandboxState } from '../../output/sandbox-state.ts'
import { readState } from '../parts/sandbox-answers.ts'
import { callSandbox, sandboxUrlFlag } from '../parts/sandbox-control.ts'

export const state = defineCommand({
  args: {},
  flags: sandboxUrlFlag,
  examples: [
    { line: 'hooks sandbox state', does: 'of the one on port 4500' },
    { line: 'hooks sandbox state --json', does: 'for scripts' },
  ],
  async run({ flags: { url } }, context) {
    const value = await callSandbox({ url, method: 'GET', path: '/state' }, context)
    return { value, view: (style) => sandboxState(readState(value), style) }
  },
})
