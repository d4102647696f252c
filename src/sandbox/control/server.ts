import { HooksError } from '../../errors.ts'
import { bytesOf } from '../../http/body.ts'
import type { Headers, Request } from '../../http/message.ts'
import type { Reply } from '../../http/serve.ts'
import type { Platform } from '../platform.ts'
import { controlRoutes } from './routes.ts'

/** Below which path the control API is. */
const controlPath = '/_sandbox'

/** Whether a request is for the control API. */
export const isControl = ({ target }: Request): boolean =>
  target === controlPath || target.startsWith(`${controlPath}/`) || target.startsWith(`${controlPath}?`)

/** Answers a call of the control API: 200 and JSON, or `{"error":{"code","message","hint"}}`. */
export async function handleControl(platform: Platform, request: Request): Promise<Reply> {
  const [path = ''] = request.target.slice(controlPath.length).split('?', 1)
  const methods = Object.hasOwn(controlRoutes, path) ? controlRoutes[path] : undefined
  if (!methods) {
    const paths = Object.keys(controlRoutes).map((each) => `${controlPath}${each}`)
    return controlError(404, {
      code: 'unknown-command',
      message: `There is no ${controlPath}${path}.`,
      hint: `There are ${paths.join(', ')}.`,
    })
  }
  const route = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined
  if (!route) {
    const allow = Object.keys(methods).join(', ')
    const error = { code: 'usage', message: `${request.method} is not allowed here.`, hint: `Use ${allow}.` }
    return controlError(405, error, [['Allow', allow]])
  }
  try {
    const answer = await route(platform, request.body)
    await platform.core.ledger.durable()
    return jsonReply(200, answer)
  } catch (error) {
    if (!(error instanceof HooksError) || error.exitCode !== 2) throw error
    const { code, message, hint } = error
    return controlError(code === 'unknown-id' ? 404 : code === 'not-supported' ? 409 : 400, {
      code,
      message,
      hint,
    })
  }
}

interface ControlError {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** What went wrong with a call, as the control API tells it. */
export const controlError = (status: number, error: ControlError, headers: Headers = []): Reply => {
  const reply = jsonReply(status, { error })
  return { ...reply, headers: [...reply.headers, ...headers] }
}

const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  headers: [['Content-Type', 'application/json']],
  body: bytesOf(`${JSON.stringify(value)}\n`),
})
