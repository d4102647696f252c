/** Times of things, measured side by side. */
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/**
 * What is measured: something that can be done again and again, and how many times as long as the baseline it may take.
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {() => Promise<number>} measure does it once; gives milliseconds
 * @property {number} [budget]
 */

/** Every process starts with as little around it as a user's own: extra certificates alone cost it about 70 ms. */
export function environment() {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...rest } = process.env
  return rest
}

/**
 * Measures every subject once a round, so that whatever else the machine does meets all of them alike. A round before the
 * first warms the caches and does not count.
 *
 * @param {readonly Subject[]} subjects
 * @param {number} rounds
 * @returns {Promise<number[]>} the median time of each subject, in milliseconds
 */
export async function medians(subjects, rounds) {
  /** @type {number[][]} */
  const times = subjects.map(() => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { measure }] of subjects.entries()) {
      const time = await measure()
      if (round > 0) times[index]?.push(time)
    }
  }
  return times.map(median)
}

/**
 * How long a process of Node takes, from before its start to its end; nobody reads what it writes.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} milliseconds
 */
export async function timeOf(args, env) {
  const start = performance.now()
  await run(args, env, 'ignore')
  return performance.now() - start
}

/**
 * What a process of Node writes to standard output.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export const outputOf = (args, env) => run(args, env, 'pipe')

/**
 * Runs a process of Node to its end. One that fails is an error.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {'ignore' | 'pipe'} stdout
 * @returns {Promise<string>}
 */
function run(args, env, stdout) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', stdout, 'pipe'] })
    let out = ''
    let talk = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      out += chunk
    })
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      talk += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(out)
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${talk}`))
    })
  })
}

/** @param {readonly number[]} times */
function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
