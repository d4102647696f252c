import { createHash } from 'node:crypto'
import { Agent } from 'node:http'
import { sign } from '../../../src/index.ts'
import { post } from './http.ts'

export const secret = 'whsec_load'

/** A delivery that was answered 2xx: the id that the listener gave it, and the SHA-256 of the body that was sent. */
export interface Acknowledged {
  readonly id: string
  readonly sha256: string
}

export interface Load {
  /** The SHA-256 of every body that was given to be sent. */
  readonly sent: ReadonlySet<string>
  readonly acknowledged: readonly Acknowledged[]
  /** Requests that were answered otherwise, or not at all. */
  readonly failed: number
}

interface LoadOptions {
  readonly url: string
  readonly requests: number
  readonly connections: number
  /** The same bodies come of the same seed. */
  readonly seed: string
  /** Told how many were acknowledged, each time that one more was. */
  readonly acknowledged?: (count: number) => void
}

/** Sends signed deliveries with bodies of their own over several connections at once, each as soon as one is free. */
export async function load(options: LoadOptions): Promise<Load> {
  const { url, requests, connections, seed } = options
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = Array.from({ length: requests }, (_, number) => bodyOf(number, seed))
  const acknowledged: Acknowledged[] = []
  const answers = bodies.map(async (body) => {
    const headers = sign({ provider: 'firsthand', secret, body })
    const answer = await post({ url, agent, body, headers })
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
    acknowledged.push({ id: JSON.parse(answer.body).received, sha256: sha256(body) })
    options.acknowledged?.(acknowledged.length)
  })
  const results = await Promise.allSettled(answers)
  agent.destroy()
  const failed = results.filter(({ status }) => status === 'rejected').length
  return { sent: new Set(bodies.map(sha256)), acknowledged, failed }
}

/** A body of up to 6 kB, one in thirty of 200 kB; every other one is no JSON and no UTF-8. */
function bodyOf(number: number, seed: string): Buffer {
  const [low = 0, high = 0, ...id] = chance(`${seed} ${number}`, 8)
  const noise = chance(`${seed} noise ${number}`, number % 30 === 0 ? 200_000 : (low << 4) + (high & 15))
  if (number % 2 === 0) return Buffer.concat([Buffer.from(`${number} `), noise])
  const event = { id: `evt_${id.join('')}`, type: 'job.completed', data: { noise: noise.toString('base64') } }
  return Buffer.from(JSON.stringify(event))
}

/** Chance that is the same for the same seed. */
export const chance = (seed: string, bytes: number): Buffer =>
  createHash('shake256', { outputLength: bytes }).update(seed).digest()

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
