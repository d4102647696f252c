import type { Json } from '../../http/body.ts'
import { isObject, readJson } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Answered } from './answer.ts'
import { jsonAnswer } from './answer.ts'
import type { Problem } from './api.ts'
import type { Api } from './describe.ts'
import { matchPath } from './match.ts'
import { readTemplate, writeTemplate } from './template.ts'

/** A workspace's switch: without it, none of its endpoints is delivered to. */
export interface Switched {
  readonly workspace: string
  readonly enabled: boolean
}

export type SwitchReading =
  | ({ readonly kind: 'switch' } & Switched)
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'other' }

export interface SwitchRequest {
  readonly method: string
  /** Without its query, below the base URL. */
  readonly path: string
  readonly body: Uint8Array
}

/** Reads a request that sets the switch of a workspace; `other` is a request for something else. */
export function readSwitch({ section, basePath }: Api, { method, path, body }: SwitchRequest): SwitchReading {
  const described = section.rules?.masterSwitch
  const below = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
  const { workspace } =
    (described && (matchPath(described.path, path) ?? matchPath(described.path, below))) ?? {}
  if (!described || workspace === undefined || method !== described.method) return { kind: 'other' }
  const reading = readJson(body)
  if (!reading.ok || !isObject(reading.value)) return problem('malformed', 'The body is no valid JSON object')
  const { enabled } = readTemplate(described.body, reading.value)
  if (typeof enabled === 'boolean') return { kind: 'switch', workspace, enabled }
  const [field = 'enabled'] = Object.keys(described.body)
  return problem('invalid', `${field} must be true or false`, [
    { field, message: `${field} must be true or false` },
  ])
}

const problem = (kind: Problem['kind'], message: string, fields: Problem['fields'] = []): SwitchReading => ({
  kind: 'problem',
  problem: { kind, message, fields },
})

/** Writes the answer to it. */
export function writeSwitch({ section }: Api, { workspace, enabled }: Switched): Answered {
  const answer = section.rules?.masterSwitch?.answer
  const template = answer === undefined ? undefined : figureOf<Json>(answer)
  return jsonAnswer(200, template && writeTemplate(template, { workspace, enabled }))
}
