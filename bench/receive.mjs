/** How long receiving takes, in units of a server that only reads and answers. See README.md. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { environment, medians, outputOf } from './lib/measure.mjs'
import { report } from './lib/report.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    deliveries: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '32' },
  },
})
const { deliveries, connections } = values
const hooks = join(import.meta.dirname, '../bin/hooks.js')
const rawServer = fileURLToPath(import.meta.resolve('./lib/raw-server.mjs'))
const sender = fileURLToPath(import.meta.resolve('./lib/load.mjs'))
const secret = 'whsec_bench'

const folder = await mkdtemp(join(tmpdir(), 'hooks-bench-'))
const env = { ...environment(), HOOKS_STORE: join(folder, 'store') }
/** @type {import('node:child_process').ChildProcess[]} */
const servers = []
try {
  const listen = [hooks, 'listen', '--port', '0', '--secret', secret]
  const subjects = [
    { name: 'node:http: read the body, answer', ...receiving(await start(rawServer)) },
    { name: 'hooks listen --no-store: verify', ...receiving(await start(...listen, '--no-store')) },
    { name: 'hooks listen: verify, keep durably', ...receiving(await start(...listen)) },
  ]
  console.log(`${deliveries} deliveries of 1 kB over ${connections} connections`)
  const times = await medians(subjects, Number(values.rounds))
  if (!report(subjects, times)) process.exitCode = 1
  for (const [index, { name }] of subjects.entries()) {
    console.log(`${Math.round(Number(deliveries) / ((times[index] ?? 0) / 1_000))} a second  ${name}`)
  }
  await demandKept(Number(deliveries) * (Number(values.rounds) + 1))
} finally {
  for (const server of servers) server.kill('SIGTERM')
  await Promise.all(servers.map((server) => once(server, 'close')))
  await rm(folder, { recursive: true, force: true })
}

/**
 * Starts a server.
 *
 * @param {string[]} args
 * @returns {Promise<string>} the URL that it writes first of all, to either stream
 */
async function start(...args) {
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  servers.push(server)
  const [said] = await Promise.race([once(server.stdout, 'data'), once(server.stderr, 'data')])
  // What it tells of each delivery is read, as a terminal would.
  for (const stream of [server.stdout, server.stderr]) stream.resume()
  return /http:\S+/.exec(String(said))?.[0] ?? ''
}

/** @param {string} url */
function receiving(url) {
  const load = [sender, url, secret, deliveries, connections]
  return { measure: async () => Number(await outputOf(load, env)) }
}

/**
 * What was not kept would have been no work.
 *
 * @param {number} expected
 */
async function demandKept(expected) {
  const { verified } = JSON.parse(await outputOf([hooks, 'deliveries', 'stats', '--json'], env))
  if (verified !== expected) throw new Error(`${verified} were verified and kept, and not ${expected}.`)
}
