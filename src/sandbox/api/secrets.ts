import { writeAnswer } from '../../endpoint/api/answer.ts'
import { isoTime } from '../core.ts'
import { endpointFacts, endpointOf } from '../facts.ts'
import { put } from '../ledger.ts'
import type { Secret } from '../records.ts'
import { firstSecret, replaceSecret } from '../registration.ts'
import { isOverlapping } from '../secrets.ts'
import type { Desk, Operate } from './done.ts'
import { notFound } from './done.ts'
import { ownerAsked } from './endpoints.ts'

export const rotateSecret: Operate = (desk, asked) => {
  const owner = ownerAsked(desk, asked)
  if (owner === undefined) return notFound
  const { core, api } = desk
  const secret = replaceSecret(core, secretOf(desk, owner))
  const endpoint = endpointOf(core, asked.id)
  const answer = writeAnswer(api, 'rotateSecret', {
    newSecret: secret.current,
    graceHours: api.overlapMs / 3_600_000,
    rotatedAt: timeOf(secret.rotatedAt),
    overlapEndsAt: timeOf(secret.overlapEndsAt),
    endpoint: endpoint ? endpointFacts(core, endpoint) : null,
  })
  return { ok: true, answer, changes: [put('secret', owner, secret)] }
}

export const secretStatus: Operate = (desk, asked) => {
  const owner = ownerAsked(desk, asked)
  if (owner === undefined) return notFound
  const { core, api } = desk
  const known = core.ledger.get('secret', owner)
  const secret = secretOf(desk, owner)
  const overlapActive = isOverlapping(secret, core.clock.now())
  const answer = writeAnswer(api, 'secretStatus', {
    createdAt: isoTime(secret.createdAt),
    rotatedAt: timeOf(secret.rotatedAt),
    overlapActive,
    overlapEndsAt: overlapActive ? timeOf(secret.overlapEndsAt) : null,
  })
  return { ok: true, answer, changes: known ? [] : [put('secret', owner, secret)] }
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : isoTime(ms))

/** A workspace or a company has a secret from its beginning. */
const secretOf = ({ core }: Desk, owner: string): Secret =>
  core.ledger.get('secret', owner) ?? firstSecret(core, owner)
