import type { IncomingMessage } from 'node:http'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { bodyOf, listening } from './handler.ts'

/** Whether a body is what its headers say that was signed. */
export type Judge = (body: Buffer, header: (name: string) => string | undefined) => boolean | Promise<boolean>

/** A handler at `/hooks` as its framework's users write one: 204 for what the judge accepts, else 401. Gives its URL. */
export type Framework = (judge: Judge) => Promise<string>

const statusOf = async (judged: ReturnType<Judge>): Promise<204 | 401> => ((await judged) ? 204 : 401)

const headerOf = (request: IncomingMessage) => (name: string) => {
  const value = request.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : undefined
}

const plain: Framework = async (judge) => {
  const url = await listening(async (request, response) => {
    response.statusCode = await statusOf(judge(await bodyOf(request), headerOf(request)))
    response.end()
  })
  return `${url}/hooks`
}

const withExpress: Framework = async (judge) => {
  const app = express()
  app.post('/hooks', express.raw({ type: '*/*' }), (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.from('')
    void statusOf(judge(body, (name) => request.get(name))).then((status) => response.sendStatus(status))
  })
  return `${await listening(app)}/hooks`
}

const withFastify: Framework = async (judge) => {
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post<{ Body: Buffer }>('/hooks', async (request, reply) => {
    reply.code(await statusOf(judge(request.body, headerOf(request.raw))))
    return ''
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  return `${url}/hooks`
}

const withHono: Framework = async (judge) => {
  const app = new Hono()
  app.post('/hooks', async (context) => {
    const body = Buffer.from(await context.req.arrayBuffer())
    return context.body(null, await statusOf(judge(body, (name) => context.req.header(name))))
  })
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}/hooks`),
    )
    onTestFinished(() => new Promise((done) => server.close(() => done())))
  })
}

export const frameworks: readonly (readonly [name: string, framework: Framework])[] = [
  ['node:http', plain],
  ['Express', withExpress],
  ['Fastify', withFastify],
  ['Hono', withHono],
]
