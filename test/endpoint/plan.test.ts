import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Endpoint } from '../../src/endpoint/api/api.ts'
import type { Step, Wanted } from '../../src/endpoint/plan.ts'
import { isChange, planOf } from '../../src/endpoint/plan.ts'

const urls = ['https://a.test/', 'https://a.test', 'https://b.test/x', 'https://c.test/']
const events = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
const wanted = fc.uniqueArray(
  fc.record(
    {
      url: fc.constantFrom(...urls),
      events,
      enabled: fc.boolean(),
      description: fc.constantFrom('', 'one'),
    },
    { requiredKeys: ['url', 'events'] },
  ),
  { selector: ({ url }) => new URL(url).href },
)

const endpointOf = (id: string, { url, events, enabled = true, description = '' }: Wanted): Endpoint => ({
  id,
  url,
  events,
  enabled,
  description: description === '' ? null : description,
  secret: null,
  consecutiveFailures: null,
  disabledAt: null,
  lastSuccessAt: null,
  lastFailureAt: null,
  createdAt: null,
  updatedAt: null,
  raw: null,
})
const present = fc
  .array(fc.record({ url: fc.constantFrom(...urls), events, enabled: fc.boolean() }))
  .map((list) => list.map((each, at) => endpointOf(`id-${at}`, each)))

/** What an API has once the steps are done. */
const done = (steps: readonly Step[]): Endpoint[] =>
  steps.flatMap((step, at): Endpoint[] => {
    if (step.action === 'delete') return []
    if (step.action === 'create') return [endpointOf(`new-${at}`, step.wanted)]
    if (step.action !== 'update') return [step.endpoint]
    const changes = Object.fromEntries(step.differences.map(({ field, to }) => [field, to]))
    return [{ ...step.endpoint, ...changes }]
  })

const tells = ['events', 'enabled', 'description']

test('what is applied leaves nothing to do, and touches nothing else', () => {
  fc.assert(
    fc.property(wanted, present, fc.boolean(), (wanted, present, prune) => {
      const steps = planOf(wanted, present, { prune, tells })
      const after = done(steps)
      expect(planOf(wanted, after, { prune, tells }).filter(isChange)).toEqual([])
      expect(steps.filter((step) => 'wanted' in step).length).toBe(wanted.length)
      if (!prune) expect(after.length).toBeGreaterThanOrEqual(present.length)
      else expect(after.length).toBe(wanted.length)
    }),
  )
})

test('what the API does not tell of cannot differ', () => {
  const [endpoint] = [endpointOf('id', { url: 'https://a.test/', events: ['a'] })]
  const wish = [{ url: 'https://a.test/', events: ['a'], description: 'x', enabled: false }]
  expect(planOf(wish, [endpoint], { prune: false, tells: ['events'] })).toEqual([
    { action: 'keep', wanted: wish[0], endpoint },
  ])
})
