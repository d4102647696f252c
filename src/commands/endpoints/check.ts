import { defineCommand } from '../../command-line/command.ts'
import { isChange } from '../../endpoint/plan.ts'
import { exitCodes } from '../../errors.ts'
import { planView } from '../../output/endpoint-plan.ts'
import { makePlan, planArguments, planFlags } from '../parts/endpoint-plan.ts'
import { planRows, planValue } from '../parts/endpoint-plan-value.ts'

export const check = defineCommand({
  about: 'Shows the plan, and ends with 1 where there is anything to do. Nothing is changed.',
  args: planArguments,
  flags: { ...planFlags, prune: { ...planFlags.prune, does: 'count endpoints that are not in the file' } },
  examples: [
    { line: 'hooks endpoints check --prune', does: 'for CI: 1 where somebody changed anything by hand' },
  ],
  async run({ args, flags }, context) {
    const planned = await makePlan({ ...flags, ...args }, context)
    return {
      exit: planned.some(({ step }) => isChange(step)) ? exitCodes.no : exitCodes.ok,
      value: planValue(planned),
      view: (style) => planView(planRows(planned), 'to do', style),
    }
  },
})
