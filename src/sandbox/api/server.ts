import type { Answered } from '../../endpoint/api/answer.ts'
import type { Operation, Problem } from '../../endpoint/api/api.ts'
import { readAsked } from '../../endpoint/api/asked.ts'
import { idempotencyKeyIn, keyIn } from '../../endpoint/api/auth.ts'
import { newRequestIdForm } from '../../endpoint/api/describe.ts'
import { kindOfStatus } from '../../endpoint/api/kinds.ts'
import type { MatchedCall } from '../../endpoint/api/match.ts'
import { matchCall } from '../../endpoint/api/match.ts'
import { writeRateLimit } from '../../endpoint/api/rate-limit.ts'
import { readSwitch, writeSwitch } from '../../endpoint/api/switch.ts'
import { writeProblem } from '../../endpoint/api/write-problem.ts'
import { bytesOf, textOf } from '../../http/body.ts'
import type { Headers, Request } from '../../http/message.ts'
import type { Reply } from '../../http/serve.ts'
import { parseGenerator } from '../../provider/generator.ts'
import { put } from '../ledger.ts'
import type { Desk, Done, Operate } from './done.ts'
import { create, list, remove, show, test, update } from './endpoints.ts'
import { events, redeliver } from './events.ts'
import type { CallCounter } from './limits.ts'
import { fingerprintOf, lookUp } from './once.ts'
import { rotateSecret, secretStatus } from './secrets.ts'

/** A provider's management API, served. */
export interface ApiServer {
  handle(request: Request): Promise<Reply>
  /** Answers a request that is not to be listened to, in the API's own shape. */
  refuse(problem: Problem): Reply
}

const operate: { readonly [Each in Operation]: Operate } = {
  list,
  create,
  show,
  update,
  delete: remove,
  test,
  rotateSecret,
  secretStatus,
  events,
  redeliver,
}

/** A larger body is refused. */
const bodyLimit = 262_144

/** Serves the management API of `desk.api`. */
export function createApiServer(desk: Desk, counter: CallCounter): ApiServer {
  const busy = new Set<string>()
  return {
    handle: async (request) => {
      const reply = await new Call(desk, counter, busy).answer(request)
      // What is told holds: it is durable by now.
      await desk.core.ledger.durable()
      return reply
    },
    refuse: (problem) => new Call(desk, counter, busy).problem(problem),
  }
}

/** One call on its way through: who calls, how often, what for. */
class Call {
  readonly #desk: Desk
  readonly #counter: CallCounter
  readonly #busy: Set<string>
  #operation: Operation | undefined
  #headers: Headers = []

  constructor(desk: Desk, counter: CallCounter, busy: Set<string>) {
    this.#desk = desk
    this.#counter = counter
    this.#busy = busy
  }

  async answer(request: Request): Promise<Reply> {
    const { api } = this.#desk
    const fault = await this.#fault()
    if (fault) return fault
    if (request.body.length > bodyLimit) return this.problem(problem('too-large', 'The body is too large'))
    const [path = ''] = request.target.split('?', 1)
    const switching = readSwitch(api, { method: request.method, path, body: request.body })
    const matched = matchCall(api, request.method, path)
    if (switching.kind === 'other' && matched.kind === 'not-found') {
      return this.problem(problem('not-found', 'There is no such route'))
    }
    if (switching.kind === 'other' && matched.kind === 'method-not-allowed') {
      this.#headers = [['Allow', matched.allow.join(', ')]]
      return this.problem(problem('method-not-allowed', `${request.method} is not allowed here`))
    }
    if (keyIn(api, request.headers) !== this.#desk.core.wishes.apiKey) {
      return this.problem(problem('unauthorized', 'Invalid or missing API key'))
    }
    if (matched.kind === 'call') return this.#call(matched, request)
    if (switching.kind === 'problem') return this.problem(switching.problem)
    if (switching.kind !== 'switch') return this.problem(problem('not-found', 'There is no such route'))
    await this.#desk.core.ledger.commit([put('switch', switching.workspace, { enabled: switching.enabled })])
    return this.#reply(writeSwitch(api, switching))
  }

  async #call(matched: MatchedCall, request: Request): Promise<Reply> {
    const { api, core } = this.#desk
    this.#operation = matched.operation
    const refusal = this.#overLimit(matched.operation)
    if (refusal) return this.problem(refusal)
    const once = idempotencyKeyIn(api, matched.operation, request.headers)
    if (!once.ok) return this.problem(once.problem)
    if (once.key === undefined) return this.#finish(await this.#operate(matched, request))
    const { key } = once
    const fingerprint = fingerprintOf(request)
    const seen = lookUp(core.ledger, { key, fingerprint, now: core.clock.now() }, this.#busy)
    if (seen.kind === 'problem') return this.problem(seen.problem)
    if (seen.kind === 'again') return this.#again(seen.answer)
    this.#busy.add(key)
    try {
      return await this.#finish(await this.#operate(matched, request), { key, fingerprint })
    } finally {
      this.#busy.delete(key)
    }
  }

  async #operate(matched: MatchedCall, request: Request): Promise<Done> {
    const { api } = this.#desk
    const [, query = ''] = request.target.split('?', 2)
    const reading = readAsked(api, matched, { query, body: request.body })
    return reading.ok ? operate[matched.operation](this.#desk, reading.asked) : reading
  }

  /** Makes durable what was done, in one with the answer that a repetition will get, and answers. */
  async #finish(done: Done, once?: { readonly key: string; readonly fingerprint: string }): Promise<Reply> {
    const { ledger, clock } = this.#desk.core
    if (!done.ok) return this.problem(done.problem)
    const reply = this.#reply(done.answer)
    const body = reply.body.length === 0 ? null : textOf(reply.body)
    const { status, headers } = done.answer
    const kept = once && { fingerprint: once.fingerprint, at: clock.now(), status, headers, body }
    await ledger.commit([...(done.changes ?? []), ...(once && kept ? [put('answer', once.key, kept)] : [])])
    done.follow?.()
    return reply
  }

  #again({ status, headers, body }: { status: number; headers: Headers; body: string | null }): Reply {
    return { status, headers: [...headers, ...this.#headers], body: bytesOf(body ?? '') }
  }

  #overLimit(operation: Operation): Problem | undefined {
    const now = this.#desk.core.clock.now()
    const counted = this.#counter.count(operation, now)
    if (!counted) return undefined
    this.#headers = writeRateLimit(this.#desk.api, counted.state, now)
    const { retryAfterS } = counted.state
    if (counted.allowed || retryAfterS === undefined) return undefined
    const message = `Rate limit exceeded. Please retry after ${retryAfterS} seconds.`
    return { kind: 'rate-limited', message, fields: [], retryAfterS }
  }

  /** The answer that was ordered for the next calls, if one was. */
  async #fault(): Promise<Reply | undefined> {
    const { ledger } = this.#desk.core
    const faults = ledger.get('faults', '')
    if (!faults?.calls) return undefined
    const { left, status } = faults.calls
    const calls = left > 1 ? { left: left - 1, status } : null
    await ledger.commit([put('faults', '', { ...faults, calls })])
    const reply = this.problem(problem(kindOfStatus(status), 'This fault was asked for'))
    return { ...reply, status }
  }

  problem(found: Problem): Reply {
    const { api, core } = this.#desk
    const form = newRequestIdForm(api)
    const { random, clock } = core
    const requestId = form === undefined ? undefined : parseGenerator(form)({ random, at: clock.now() })
    return this.#reply(writeProblem(api, found, { operation: this.#operation, requestId }))
  }

  #reply({ status, headers, body }: Answered): Reply {
    return {
      status,
      headers: [...headers, ...this.#headers],
      body: bytesOf(body === undefined ? '' : JSON.stringify(body)),
    }
  }
}

const problem = (kind: Problem['kind'], message: string): Problem => ({ kind, message, fields: [] })
