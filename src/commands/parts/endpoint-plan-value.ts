import { isChange } from '../../endpoint/plan.ts'
import type { PlanRow } from '../../output/endpoint-plan.ts'
import type { Planned } from './endpoint-plan.ts'

/** A plan as it is shown. */
export const planRows = (planned: readonly Planned[]): PlanRow[] =>
  planned.map(({ management, step, id }) => ({ provider: management.profile.name, step, id }))

/** What `--json` tells of a plan: how many steps change something, and all of them. */
export const planValue = (planned: readonly Planned[]) => ({
  changes: planned.filter(({ step }) => isChange(step)).length,
  steps: planned.map(({ management, step, id = null }) => ({
    action: step.action,
    provider: management.profile.name,
    url: 'wanted' in step ? step.wanted.url : step.endpoint.url,
    id: 'endpoint' in step ? step.endpoint.id : id,
    workspace: ('wanted' in step ? step.wanted.workspace : undefined) ?? null,
    events: 'wanted' in step ? step.wanted.events : step.endpoint.events,
    differences: step.action === 'update' ? step.differences : [],
  })),
})
