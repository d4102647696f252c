/** How long a simulated outage of a million events takes, as a process. See README.md. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, medians, timeOf } from './lib/measure.mjs'
import { report } from './lib/report.mjs'

/** What a million events may take, in milliseconds. */
const budgetMs = 2_000

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const hooks = join(import.meta.dirname, '../bin/hooks.js')
const env = environment()

/** @param {string[]} args */
const timing = (...args) => ({ measure: () => timeOf(args, env) })
const million = ['--rate', '1000000/d', '--for', '24h']
/** @param {string[]} more */
const simulating = (...more) => timing(hooks, 'schedule', ...more, ...million)

const subjects = [
  { name: 'node -e 0', ...timing('-e', '0') },
  { name: 'a fixed schedule, 3 h', ...simulating('firsthand', '--outage', '3h') },
  { name: 'the same, 5 % fail always', ...simulating('firsthand', '--outage', '3h', '--fail-rate', '5%') },
  { name: 'with jitter, 3 h', ...simulating('svix', '--outage', '3h', '--fail-rate', '5%') },
  { name: 'in order, 3 h', ...simulating('pixelpatrol', '--outage', '3h') },
  { name: 'disabled by failures, 3 h', ...simulating('firma', '--outage', '3h') },
]
const times = await medians(subjects, Number(values.rounds))
report(subjects, times)
if (times.some((time) => !(time < budgetMs))) {
  console.log(`a million events may take ${budgetMs} ms`)
  process.exitCode = 1
}
