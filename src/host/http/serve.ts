import { once } from 'node:events'
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal, Reply, Serve, ServeOptions } from '../../http/serve.ts'
import { bind } from './bind.ts'
import { answerBroken, refusalOfBroken } from './broken.ts'
import { limits } from './limits.ts'
import { readBody, refusalOf, requestOf, tooLarge } from './receive.ts'
import { refuse, textReply, writeReply } from './reply.ts'

/** How long a sender may take; see `limits`. */
type Times = Pick<
  Record<keyof typeof limits, number>,
  'headMs' | 'requestMs' | 'keepAliveMs' | 'checkEveryMs'
>

/** How the port is made; only tests have less time. */
export const createServe =
  (times: Times): Serve =>
  async (options) => {
    const server = createServer({
      maxHeaderSize: limits.headBytes,
      headersTimeout: times.headMs,
      requestTimeout: times.requestMs,
      keepAliveTimeout: times.keepAliveMs,
      connectionsCheckingInterval: times.checkEveryMs,
      // Asked by ourselves, so that it is told like all else that is refused.
      requireHostHeader: false,
    })
    server.maxHeadersCount = 0
    const service = new Service(options)
    server.on('request', (request, response) => void service.take(request, response))
    server.on('checkExpectation', (request, response) => void service.take(request, response))
    server.on('checkContinue', (request, response) => void service.take(request, response, true))
    server.on('clientError', (error, socket) => void service.takeBroken(error, socket))
    const bound = await bind(server, options)
    server.on('error', (error) =>
      service.refused({ status: 503, why: `a connection failed: ${error.message}` }),
    )
    let closed: Promise<void> | undefined
    return {
      ...bound,
      close: () => {
        closed ??= service.end(server)
        return closed
      },
    }
  }

/** Serves HTTP/1.1. What is no whole, valid request within the limits is answered here and never handed over. */
export const serve: Serve = createServe(limits)

/** What goes on in one server. */
class Service {
  readonly #options: ServeOptions
  /** Answers that are not yet sent whole. */
  readonly #open = new Set<ServerResponse>()
  /** Connections that are given up; what else fails there is a consequence. */
  readonly #broken = new WeakSet<Duplex>()
  #ending = false

  constructor(options: ServeOptions) {
    this.#options = options
  }

  refused(refusal: Refusal): void {
    this.#options.refused?.(refusal)
  }

  async take(message: IncomingMessage, response: ServerResponse, awaitsContinue = false): Promise<void> {
    const { maxBodyBytes } = this.#options
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
    const refusal = refusalOf(message, maxBodyBytes)
    if (refusal) return this.#refuse(response, refusal)
    if (awaitsContinue) response.writeContinue()
    const reading = await readBody(message, maxBodyBytes)
    if (reading.kind === 'too-large') return this.#refuse(response, tooLarge(maxBodyBytes))
    if (reading.kind === 'cut-off') return this.#cutOff(message.socket)
    const reply = await this.#handle(message, reading.body)
    this.#answer(response, reply)
  }

  /** Takes what could not be read as a request. */
  async takeBroken(error: Error, socket: Duplex): Promise<void> {
    const refusal = refusalOfBroken(error)
    if (!refusal) return void socket.destroy()
    if (this.#broken.has(socket)) return
    this.#broken.add(socket)
    this.refused(refusal)
    const before = [...this.#open].filter(({ req }) => req.socket === socket && req.complete)
    await answerBroken(socket, refusal, before)
  }

  /** Takes no new request, waits for those in flight, and closes. */
  async end(server: HttpServer): Promise<void> {
    this.#ending = true
    const closed = once(server, 'close')
    server.close()
    const signal = AbortSignal.timeout(limits.closeMs)
    await Promise.allSettled([...this.#open].map((response) => once(response, 'close', { signal })))
    server.closeAllConnections()
    await closed
  }

  #refuse(response: ServerResponse, refusal: Refusal): Promise<void> {
    this.#broken.add(response.req.socket)
    this.refused(refusal)
    return refuse(response, refusal)
  }

  #cutOff(socket: Duplex): void {
    if (!this.#broken.has(socket)) this.refused({ status: 400, why: 'it was cut off' })
    this.#broken.add(socket)
  }

  async #handle(message: IncomingMessage, body: Uint8Array): Promise<Reply> {
    try {
      return await this.#options.handle(requestOf(message, body))
    } catch (error) {
      return this.#failed(error)
    }
  }

  #answer(response: ServerResponse, reply: Reply): void {
    try {
      writeReply(response, reply, this.#ending)
    } catch (error) {
      // The reply itself could not be sent: a header that may not stand in one, for example.
      if (!response.headersSent) writeReply(response, this.#failed(error), this.#ending)
    }
  }

  /** A fault of our own: the sender learns that there is one, and our user which. */
  #failed(error: unknown): Reply {
    this.refused({ status: 500, why: error instanceof Error ? error.message : String(error) })
    return textReply(500, 'Internal error.')
  }
}
