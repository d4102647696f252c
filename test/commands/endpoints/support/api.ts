import type { Answer, Handler, Taken } from '../../../support/handler.ts'
import { handler } from '../../../support/handler.ts'
import type { Json, Machine, MachineOptions } from '../../../support/machine.ts'
import { machine } from '../../../support/machine.ts'

/** What a management API answers to a call: by method and path without the query. Several are given in turn, the last one again. */
export type Answers = Readonly<Record<string, Reply | readonly Reply[]>>
type Reply = Answer | 'reset' | ((taken: Taken) => Answer | 'reset')

/** JSON as an API answers it. */
export const json = (value: unknown, { status = 200, headers = [] }: Partial<Answer> = {}): Answer => ({
  status,
  headers: [['Content-Type', 'application/json'], ...headers],
  body: JSON.stringify(value),
})

/** The key that the machine has. */
export const key = 'test_key_0123456789'

/** A machine beside a management API on this machine, with a key for it. */
export interface Managed extends Machine {
  /** What the API was asked, whole: `METHOD path`, the headers that we chose, the body. */
  asked(): Json[]
  readonly url: string
}

/** A machine whose `HOOKS_API_URL` is an API that answers so; whatever else it is asked it does not know. */
export async function managed(
  answers: Answers,
  { env, ...options }: MachineOptions = {},
  basePath = '',
): Promise<Managed> {
  const turns = new Map(Object.entries(answers).map(([call, reply]) => [call, [reply].flat()]))
  const api: Handler = await handler((taken) => {
    const [path = ''] = taken.target.split('?')
    const left = turns.get(`${taken.method} ${path}`)
    if (left === undefined) return { status: 418, body: `nobody told what ${taken.method} ${path} answers` }
    const reply = left.length > 1 ? left.shift() : left[0]
    return typeof reply === 'function' ? reply(taken) : (reply ?? 'reset')
  })
  const url = api.url + basePath
  const here = machine({ env: { HOOKS_API_URL: url, HOOKS_API_KEY: key, ...env }, ...options })
  return { ...here, asked: () => api.taken.map(seen), url }
}

/** Headers that the connection needs, and that say nothing of the call. */
const ofConnection = ['host', 'connection', 'content-length']

function seen({ method, target, headers, body }: Taken) {
  const own = headers.filter(([name]) => !ofConnection.includes(name.toLowerCase()))
  const text = body.toString()
  return {
    call: `${method} ${target}`,
    headers: Object.fromEntries(own),
    ...(text === '' ? {} : { body: JSON.parse(text) }),
  }
}
