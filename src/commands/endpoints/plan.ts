import { defineCommand } from '../../command-line/command.ts'
import { planView } from '../../output/endpoint-plan.ts'
import { makePlan, planArguments, planFlags } from '../parts/endpoint-plan.ts'
import { planRows, planValue } from '../parts/endpoint-plan-value.ts'

export const plan = defineCommand({
  about:
    'The endpoints stand in the file by provider: {"endpoints": {"NAME": [{"url": "https://…", "events": ["…"]}]}}, with "enabled", "description", "workspace" and "secretFrom" (a variable of the environment) where they are wanted. An endpoint is known by its URL. Nothing is changed.',
  args: planArguments,
  flags: planFlags,
  examples: [
    { line: 'hooks endpoints plan', does: 'by the nearest hooks.config.json' },
    { line: 'hooks endpoints plan staging.json --prune', does: 'another file; what is not in it is deleted' },
  ],
  async run({ args, flags }, context) {
    const planned = await makePlan({ ...flags, ...args }, context)
    return { value: planValue(planned), view: (style) => planView(planRows(planned), 'to do', style) }
  },
})
