import type { CommandContext } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { bytesOf, isObject, readJson } from '../../http/body.ts'
import { redactUrl } from '../../http/redact.ts'

/** The flag that says which sandbox is meant. */
export const sandboxUrlFlag = {
  url: { kind: 'url', value: 'URL', does: 'where the sandbox listens', default: 'http://127.0.0.1:4500' },
} as const

export interface ControlCall {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  /** Below `/_sandbox`. */
  readonly path: string
  readonly body?: Json
}

/** Moving a clock far sends much, and its answer comes when all of that is done. */
const patienceMs = 3_600_000

/**
 * Calls the control API of a running sandbox, and gives what it answers.
 *
 * @throws HooksError `api-unavailable` where none answers there, `invalid-value` for what it refuses
 */
export async function callSandbox(call: ControlCall, context: CommandContext): Promise<Json> {
  const { url, method, path, body } = call
  const sent = await context.send({
    url: new URL(`/_sandbox${path}`, url),
    method,
    headers: [['Content-Type', 'application/json']],
    body: bytesOf(body === undefined ? '' : JSON.stringify(body)),
    timeoutMs: patienceMs,
    maxResponseBytes: 100_000_000,
    signal: context.interrupted,
  })
  if (sent.kind !== 'answered') throw noSandbox(url)
  const reading = readJson(sent.response.body)
  if (!reading.ok || !isObject(reading.value)) throw noSandbox(url)
  if (sent.response.status === 200) return reading.value
  throw refusalOf(reading.value, url)
}

const noSandbox = (url: URL): HooksError =>
  new HooksError(
    'api-unavailable',
    `No sandbox answers at ${redactUrl(url.origin)}.`,
    'Start one: hooks sandbox PROVIDER; or say where it is: --url',
  )

function refusalOf({ error }: { readonly [key: string]: Json }, url: URL): HooksError {
  const { message, hint } = isObject(error) ? error : {}
  if (typeof message !== 'string') return noSandbox(url)
  return new HooksError('invalid-value', message, typeof hint === 'string' ? hint : undefined)
}
