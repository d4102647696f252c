import { defineCommand } from '../../command-line/command.ts'
import { isChange } from '../../endpoint/plan.ts'
import type { ExitCode } from '../../errors.ts'
import { exitCodes } from '../../errors.ts'
import { planView } from '../../output/endpoint-plan.ts'
import type { Planned } from '../parts/endpoint-plan.ts'
import { doStep, makePlan, planArguments, planFlags } from '../parts/endpoint-plan.ts'
import { planRows, planValue } from '../parts/endpoint-plan-value.ts'

export const apply = defineCommand({
  about:
    'Does what plan shows. Applied again, it does nothing. Secrets that are told are kept in your settings.',
  args: planArguments,
  flags: planFlags,
  examples: [
    { line: 'hooks endpoints apply', does: 'creates and changes' },
    { line: 'hooks endpoints apply --prune', does: 'deletes what is not in the file, too' },
  ],
  async run({ args, flags }, context) {
    const planned = await makePlan({ ...flags, ...args }, context)
    const done: Planned[] = []
    let exit: ExitCode = exitCodes.ok
    try {
      for (const each of planned) {
        const step = await doStep(each, context)
        if (step.exit !== exitCodes.ok) exit = step.exit
        done.push(step.done)
      }
    } catch (error) {
      // The error tells what failed; what was done before it must be known as well.
      const changed = done.filter(({ step }) => isChange(step))
      if (changed.length > 0) context.talk((style) => planView(planRows(changed), 'done', style))
      throw error
    }
    return {
      exit,
      value: planValue(done),
      view: (style) => planView(planRows(done), 'done', style),
    }
  },
})
