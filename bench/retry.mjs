/**
 * How long a schedule of hours takes where its waiting is skipped: `hooks trigger --retry` on six attempts over 10 h 36 m, against a
 * handler that always fails. Measured is a whole process, less one that sends the same event once: the start of a process is
 * in both, so what is left is what following the schedule takes, handler included. See README.md.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, medians, outputOf, timeOf } from './lib/measure.mjs'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } })
const hooks = join(import.meta.dirname, '../bin/hooks.js')

/** What the whole schedule may take beyond the handler's own time, in milliseconds. */
const budget = 300

let handling = 0
let requests = 0
const server = createServer((request, response) => {
  const begun = performance.now()
  request.resume().on('end', () => {
    response.writeHead(500).end('no')
    handling += performance.now() - begun
    requests += 1
  })
})
const folder = await mkdtemp(join(tmpdir(), 'hooks-bench-'))
try {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const env = { ...environment(), HOOKS_STORE: join(folder, 'store') }
  const url = `http://127.0.0.1:${address.port}/`
  const line = [
    hooks,
    'trigger',
    'job.completed',
    '--to',
    url,
    '--secret',
    'whsec_bench',
    '--expect-status',
    '5xx',
  ]
  const attempts = (await outputOf([...line, '--retry', '--json'], env))
    .split('\n')
    .filter((each) => each.includes('"attempt"'))
  const { at } = JSON.parse(attempts.at(-1) ?? '{}')
  if (attempts.length !== 6 || Math.floor(at / 60_000) !== 636)
    throw new Error(`These were ${attempts.length} attempts, the last after ${at} ms.`)
  const [once1 = Number.NaN, followed = Number.NaN] = await medians(
    [
      { name: 'once', measure: () => timeOf(line, env) },
      { name: 'on its schedule', measure: () => timeOf([...line, '--retry'], env) },
    ],
    Number(values.rounds),
  )
  const own = handling / requests
  const beyond = followed - once1 - 5 * own
  const over = !(beyond <= budget)
  console.log(`one attempt                           ${once1.toFixed(1)} ms`)
  console.log(`six attempts over 10 h 36 m           ${followed.toFixed(1)} ms`)
  console.log(`  of that the handler, each attempt   ${own.toFixed(2)} ms`)
  console.log(
    `  beyond one attempt and the handler  ${beyond.toFixed(1)} ms, budget ${budget} ms${over ? '  over' : ''}`,
  )
  console.log(`  with the start of the process       ${(followed - 6 * own).toFixed(1)} ms`)
  if (over) process.exitCode = 1
} finally {
  server.close()
  await rm(folder, { recursive: true, force: true })
}
