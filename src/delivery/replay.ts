import { HooksError } from '../errors.ts'
import { bytesOf, readJson, textOf } from '../http/body.ts'
import { endToEnd, withoutHeaders } from '../http/headers.ts'
import type { Request } from '../http/message.ts'
import type { Change } from '../provider/event.ts'
import { applyChanges } from '../provider/event.ts'
import type { Random } from '../provider/generator.ts'
import type { Profile } from '../provider/profile.ts'
import { resign } from './compose.ts'
import type { Delivery } from './delivery.ts'

/** How a kept delivery is made into a request again. */
export interface Replaying {
  readonly profile: Profile | null
  /** The secret to sign with; where there is none the request goes out as it was kept. */
  readonly secret: string | undefined
  /** During a rotation: the secret that is being replaced. */
  readonly previousSecret?: string | undefined
  /** Byte for byte, even where it could be signed afresh. */
  readonly asReceived: boolean
  readonly changes: readonly Change[]
  /** The payload in the place of the kept one, before the changes. */
  readonly body?: Uint8Array | undefined
  readonly to: URL
  readonly at: number
  readonly random: Random
}

/** The request, and whether its signature is of this moment. */
export interface Replayable {
  readonly request: Request
  /** Where to, with what the provider adds to the URL. */
  readonly to: URL
  readonly signedAfresh: boolean
}

/**
 * Makes a kept delivery into a request again: signed afresh with the same event id, or byte for byte. Hop-by-hop headers and the
 * old `Host` never go along.
 *
 * @throws HooksError `no-secret` where the payload is to be changed but nothing could sign it, `not-json` where it is no JSON,
 *   `unknown-path` where a change leads nowhere
 */
export function replayRequest(delivery: Delivery, replaying: Replaying): Replayable {
  const { profile, secret, to } = replaying
  const headers = withoutHeaders(endToEnd(delivery.request.headers), ['host'])
  if (replaying.asReceived || !profile || secret === undefined) {
    if (replaying.changes.length > 0 || replaying.body) throw cannotChange(delivery, replaying)
    const request = { ...delivery.request, target: to.pathname + to.search, headers }
    return { request, to, signedAfresh: false }
  }
  const body = changedBody(delivery, replaying)
  const event = { id: delivery.eventId, type: delivery.type ?? '', body }
  return { ...resign(headers, { ...replaying, profile, secret, event }), signedAfresh: true }
}

/**
 * The payload with its changes, to be changed further.
 *
 * @throws HooksError as `replayRequest`, also where there is no change yet
 */
export function changeablePayload(delivery: Delivery, replaying: Changing): Uint8Array {
  const { asReceived, profile, secret } = replaying
  if (asReceived || !profile || secret === undefined) throw cannotChange(delivery, replaying)
  return changedBody(delivery, replaying)
}

type Changing = Pick<Replaying, 'asReceived' | 'profile' | 'secret' | 'changes' | 'body'>

function changedBody({ id, request }: Delivery, { changes, body = request.body }: Changing): Uint8Array {
  if (changes.length === 0) return body
  const reading = readJson(body)
  if (reading.ok) return bytesOf(applyChanges(textOf(body), changes, `the payload of ${id}`))
  throw new HooksError(
    'not-json',
    `The payload of ${id} is no JSON: ${reading.why}.`,
    'Leave --set out, or send another body with hooks trigger --body.',
  )
}

function cannotChange({ id, provider }: Delivery, { asReceived, changes }: Changing): HooksError {
  if (asReceived) {
    return new HooksError(
      'usage',
      `${changes.length > 0 ? '--set' : '--edit'} and --as-received cannot go together.`,
      'A changed payload has to be signed afresh.',
    )
  }
  return new HooksError(
    'no-secret',
    `${id} cannot be changed: no secret is known for ${provider ?? 'its provider'}, and its old signature would be wrong.`,
    'Give --secret.',
  )
}
