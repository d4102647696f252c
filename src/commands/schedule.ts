import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { policyOf } from '../delivery/engine/policy.ts'
import type { Outage } from '../delivery/outage/outage.ts'
import { simulateOutage } from '../delivery/outage/simulate.ts'
import { plannedAttempts } from '../delivery/planned-attempts.ts'
import { outageComparison } from '../output/outage-comparison.ts'
import { outagePage } from '../output/outage-page.ts'
import type { SimulatedOutage } from '../output/outage-words.ts'
import type { ProviderSchedule } from '../output/provider-schedule.ts'
import { scheduleComparison } from '../output/schedule-comparison.ts'
import { attemptLines, scheduleHead, schedulePage } from '../output/schedule-page.ts'
import type { Style } from '../output/style.ts'
import { defaultRate, readOutage } from './parts/outage-options.ts'
import { outageValue, scheduleValue } from './parts/schedule-value.ts'

export const schedule = defineCommand({
  about:
    'Nothing is sent. With --outage, what it costs that a handler fails for so long while events happen at --rate: which come late, which are lost, whether the endpoint is disabled.',
  args: { provider: { name: 'PROVIDER', kind: 'provider', does: 'a provider or a dialect', required: true } },
  flags: {
    compare: {
      kind: 'provider',
      value: 'A,B,…',
      many: true,
      does: 'lay other providers below it; a provider file in a --compare of its own',
    },
    outage: { kind: 'duration', value: 'D', does: 'simulate that the handler fails for so long' },
    rate: {
      kind: 'text',
      value: 'N/m',
      does: `how many events happen: 20/m, 2/s, 500/h (default: ${defaultRate})`,
    },
    for: {
      kind: 'duration',
      value: 'D',
      does: 'how long events happen (default: the outage and a whole schedule)',
    },
    failRate: {
      kind: 'text',
      value: 'SHARE',
      does: 'how many attempts fail at all other times (default: 0%)',
    },
    seed: { kind: 'text', value: 'SEED', does: 'another chance: for jitter and --fail-rate (default: 1)' },
  },
  examples: [
    { line: 'hooks schedule example', does: 'when it tries again, and how long' },
    { line: 'hooks schedule example --compare ./acme.json', does: 'beside a provider of your own' },
    { line: 'hooks schedule example --outage 3h --rate 20/m', does: 'what an outage of three hours costs' },
  ],
  async run({ args, flags }, context) {
    const names = [args.provider, ...flags.compare.flatMap((list) => list.split(','))]
    const schedules = [...new Set(names)].map((name) => scheduleOf(name, context))
    const asked = readOutage(
      flags,
      schedules.map(({ policy }) => policy),
    )
    if (asked && flags.rate === undefined) {
      context.talk(() => 'No --rate is given: one event a minute is assumed.')
    }
    const outages = asked === undefined ? [] : await simulateAll(schedules, asked, context)
    return { value: documentOf(schedules, outages), view: (style) => viewOf(schedules, outages, style) }
  },
})

function scheduleOf(name: string, { catalog }: CommandContext): ProviderSchedule {
  const profile = catalog.profile(name)
  const policy = policyOf(profile)
  return { profile, policy, attempts: plannedAttempts(policy.schedule) }
}

async function simulateAll(
  schedules: readonly ProviderSchedule[],
  asked: Omit<Outage, 'policy'>,
  { clock, waiting }: CommandContext,
): Promise<SimulatedOutage[]> {
  const simulated: SimulatedOutage[] = []
  for (const { policy } of schedules) {
    const outage = { ...asked, policy }
    // A moment's rest now and then, so that Ctrl-C is heard.
    const report = await waiting(
      'simulating',
      simulateOutage(outage, () => clock.sleep(1)),
    )
    simulated.push({ outage, report })
  }
  return simulated
}

function documentOf(schedules: readonly ProviderSchedule[], outages: readonly SimulatedOutage[]) {
  const [first, ...others] = schedules.map((each, at) => {
    const outage = outages[at]
    return { ...scheduleValue(each), ...(outage && { outage: outageValue(outage) }) }
  })
  return others.length === 0 ? first : { ...first, compared: others }
}

function viewOf(
  schedules: readonly ProviderSchedule[],
  outages: readonly SimulatedOutage[],
  style: Style,
): string {
  const [only, ...others] = schedules
  const [outage] = outages
  if (only === undefined) return ''
  if (others.length > 0) {
    const costs = outages.map((each, at) => ({ ...each, name: schedules[at]?.profile.name ?? '' }))
    if (outage === undefined) return scheduleComparison(schedules, style)
    return style.terminal
      ? [scheduleComparison(schedules, style), '', outageComparison(costs, style)].join('\n')
      : outageComparison(costs, style)
  }
  if (outage === undefined) return schedulePage(only, style)
  if (!style.terminal) return outagePage(outage, style)
  return [...scheduleHead(only, style), '', ...attemptLines(only, style), '', outagePage(outage, style)].join(
    '\n',
  )
}
