/** How long commands take from start to end, in units of `node -e 0`. See README.md. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, medians, timeOf } from './lib/measure.mjs'
import { report } from './lib/report.mjs'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } })
const hooks = join(import.meta.dirname, '../bin/hooks.js')

const folder = await mkdtemp(join(tmpdir(), 'hooks-bench-'))
const server = createServer((request, response) => request.resume().on('end', () => response.end('ok')))
try {
  const url = await listen(server)
  const env = { ...environment(), HOOKS_STORE: join(folder, 'store') }
  const timing = (/** @type {string[]} */ ...args) => ({ measure: () => timeOf(args, env) })
  const trigger = ['trigger', 'job.completed', '--to', url, '--secret', 'whsec_bench']
  const subjects = [
    { name: 'node -e 0', ...timing('-e', '0') },
    { name: 'hooks --version', ...timing(hooks, '--version'), budget: 1.2 },
    { name: 'hooks --help', ...timing(hooks, '--help'), budget: 1.6 },
    { name: 'hooks trigger TYPE --to URL', ...timing(hooks, ...trigger), budget: 4 },
  ]
  const times = await medians(subjects, Number(values.rounds))
  if (!report(subjects, times)) process.exitCode = 1
} finally {
  server.close()
  await rm(folder, { recursive: true, force: true })
}

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<string>} the URL of its root
 */
async function listen(server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}/`
}
