import { HooksError } from '../errors.ts'
import { parseDuration } from '../time/duration.ts'
import type { Core } from './core.ts'
import { noteTime } from './core.ts'
import type { Emission, Emitted } from './emission.ts'
import { changesOf, emit } from './emission.ts'
import { againOf, eventOf } from './events.ts'
import { endpointsOf } from './facts.ts'
import { put } from './ledger.ts'
import type { Outboxes } from './outboxes.ts'
import { createOutboxes } from './outboxes.ts'
import type { DeliveryFault, Faults, Registered } from './records.ts'
import { newRegistered, secretFor } from './registration.ts'
import { firstSecret } from './registration.ts'

/** An endpoint that is registered without the provider's API. */
export interface Registration {
  readonly url: URL
  /** Types, or globs; all where it is left out. */
  readonly events?: readonly string[] | undefined
  readonly secret?: string | undefined
  readonly workspace?: string | undefined
}

/** A provider's webhook platform: what can be done with it besides calling its management API. */
export interface Platform {
  readonly core: Core
  readonly outboxes: Outboxes
  /** On a clock that is moved by hand, what is due at once has been sent when it resolves. Rejects as `emit` of emission.ts. */
  emit(emission: Emission): Promise<Emitted[]>
  /**
   * Moves the clock on, by milliseconds or a duration. All that falls due has been sent, in order, when it resolves.
   *
   * @throws HooksError `invalid-value` for no duration, `not-supported` where the clock is a real one
   */
  advance(by: number | string): Promise<void>
  register(registration: Registration): Promise<Registered>
  /** Delivers an event once more, to all that take it. Rejects with `unknown-id`. */
  redeliver(event: string): Promise<Emitted>
  /** Orders what is to go wrong; what is left out stays as it is. */
  disturb(faults: { readonly calls?: Faults['calls']; readonly deliveries?: DeliveryFault | null }): Promise<void>
  /** Forgets everything, but for the clock. */
  reset(): Promise<void>
  /** Begins nothing new; what still waits for an answer when `hurry` is aborted is broken off. */
  close(hurry: AbortSignal): Promise<void>
}

/** Makes the platform of what its ledger has, and begins to deliver. */
export async function openPlatform(core: Core, to: URL | undefined): Promise<Platform> {
  const outboxes = createOutboxes(core)
  const { ledger, clock } = core
  /** Moves and emissions come one after the other, each with all that follows from it. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work, work)
    turn = done.catch(() => undefined)
    return done
  }
  const move = async (by: number | string): Promise<void> => {
    await clock.advance?.(by)
    await ledger.commit(noteTime(core))
  }
  const register = (registration: Registration): Promise<Registered> => registerEndpoint(core, registration)
  const begin = async (): Promise<void> => {
    await beginLedger(core)
    if (to && !endpointsOf(core).some(({ url }) => url === to.href)) await register({ url: to })
    outboxes.resume()
  }
  await begin()
  return {
    core,
    outboxes,
    register,
    emit: (emission) =>
      inTurn(async () => {
        const emitted = await emit(core, outboxes, emission)
        await move(0)
        return emitted
      }),
    advance: async (by) => {
      checkMove(core, by)
      await inTurn(() => move(by))
    },
    redeliver: async (id) => {
      const event = eventOf(core, id)
      if (!event) throw new HooksError('unknown-id', `No event '${id}' happened here.`)
      const emitted = { event, sendings: againOf(core, event) }
      await ledger.commit(changesOf(emitted))
      outboxes.add(emitted.sendings)
      await inTurn(() => move(0))
      return emitted
    },
    disturb: (faults) =>
      ledger.commit([put('faults', '', { ...(ledger.get('faults', '') ?? noFaults), ...faults })]),
    reset: () =>
      inTurn(async () => {
        await outboxes.close(AbortSignal.abort())
        await ledger.restart([])
        await begin()
      }),
    close: (hurry) => outboxes.close(hurry),
  }
}

const noFaults: Faults = { calls: null, deliveries: null }

function checkMove({ clock }: Core, by: number | string): void {
  if (!clock.advance) {
    throw new HooksError(
      'not-supported',
      'The clock of this sandbox is the real one, which nobody can move.',
      'Start it with --clock virtual.',
    )
  }
  const ms = typeof by === 'number' ? by : parseDuration(by)
  if (ms === undefined || !(ms >= 0 && ms <= longestMoveMs)) {
    throw new HooksError('invalid-value', `A clock cannot be moved by '${by}'.`, 'Give a duration such as 5m, 2h or 3d.')
  }
}

/** A hundred years: dates far beyond them cannot be written any more. */
const longestMoveMs = 3_155_760_000_000

/** What every sandbox has from its beginning: a seed, and the secret of the company where it is the company's. */
async function beginLedger(core: Core): Promise<void> {
  const { ledger, random, clock, api } = core
  const seed = Buffer.from(random.bytes(16)).toString('hex')
  const facts = ledger.get('facts', '') ?? { version: 1, seed, now: clock.now() }
  const isShared = (api?.rules.secret.per ?? 'endpoint') !== 'endpoint'
  const secret = isShared && !ledger.get('secret', 'company') ? firstSecret(core, 'company') : undefined
  await ledger.commit([put('facts', '', facts), ...(secret ? [put('secret', 'company', secret)] : [])])
}

async function registerEndpoint(core: Core, registration: Registration): Promise<Registered> {
  const { url, events = ['*'], workspace, secret } = registration
  const endpoint = newRegistered(core, { url: url.href, events, workspace })
  const signing = secretFor(core, endpoint, secret)
  await core.ledger.commit([put('endpoint', endpoint.id, endpoint), put('secret', signing.of, signing)])
  return endpoint
}
