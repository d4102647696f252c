import { HooksError } from '../errors.ts'
import type { Profile } from '../provider/profile.ts'
import { refusedSecret, secretProblem } from '../provider/secret-form.ts'
import type { Core } from './core.ts'
import type { Emission, Emitted } from './emission.ts'
import { changesOf, emit } from './emission.ts'
import { againOf, eventOf } from './events.ts'
import { endpointsOf } from './facts.ts'
import { put } from './ledger.ts'
import { checkMove, createMover } from './mover.ts'
import type { Outboxes } from './outboxes.ts'
import { createOutboxes } from './outboxes.ts'
import type { DeliveryFault, Faults, Registered } from './records.ts'
import { firstSecret, newRegistered, secretFor } from './registration.ts'
import { outdated } from './retention.ts'

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
  /** Rejects with `invalid-value` for a URL that is not of http, or a secret that nothing can be signed with. */
  register(registration: Registration): Promise<Registered>
  /** Delivers an event once more, to all that take it. Rejects with `unknown-id`. */
  redeliver(event: string): Promise<Emitted>
  /** Orders what is to go wrong; what is left out stays as it is. */
  disturb(faults: {
    readonly calls?: Faults['calls']
    readonly deliveries?: DeliveryFault | null
  }): Promise<void>
  /** Forgets everything, but for the clock. What is asked meanwhile waits for its end. */
  reset(): Promise<void>
  /** Resolves when no reset is under way. */
  ready(): Promise<void>
  /** Begins nothing new; what still waits for an answer when `hurry` is aborted is broken off. */
  close(hurry: AbortSignal): Promise<void>
}

/** How a platform begins, also after a reset. */
export interface Beginning {
  /** An endpoint that takes all events. */
  readonly to: URL | undefined
  /** Called as it forgets everything. */
  readonly forget: () => void
}

/** Makes the platform of what its ledger has, and begins to deliver. */
export async function openPlatform(core: Core, { to, forget }: Beginning): Promise<Platform> {
  const outboxes = createOutboxes(core)
  const { ledger } = core
  const mover = createMover(core)
  const begin = (): Promise<void> => beginAnew(core, outboxes, to)
  const { ready, startOver } = createResetting(async () => {
    await outboxes.close(AbortSignal.abort())
    await ledger.restart([])
    forget()
    await begin()
  })
  const whenReady = async <T>(work: () => Promise<T>): Promise<T> => {
    await ready()
    return work()
  }
  const delivered = async <T>(work: () => Promise<T>): Promise<T> => {
    const emitted = await whenReady(work)
    await mover.settle()
    await forgetOutdated(core)
    return emitted
  }
  await begin()
  return {
    core,
    outboxes,
    ready,
    register: (registration) => whenReady(() => registerEndpoint(core, registration)),
    emit: (emission) => delivered(() => emit(core, outboxes, emission)),
    advance: async (by) => {
      checkMove(core, by)
      await mover.move(by)
      await forgetOutdated(core)
    },
    redeliver: (id) => delivered(() => redeliver(core, outboxes, id)),
    disturb: (faults) => whenReady(() => disturb(core, faults)),
    reset: () => mover.alone(startOver),
    close: (hurry) => outboxes.close(hurry),
  }
}

/** Starts over when told to; `ready` waits while that is under way. */
function createResetting(reset: () => Promise<void>) {
  let resetting: Promise<void> | undefined
  return {
    ready: async (): Promise<void> => {
      while (resetting !== undefined) await resetting
    },
    startOver: (): Promise<void> => {
      resetting = reset().finally(() => {
        resetting = undefined
      })
      return resetting
    },
  }
}

/** Goes on with what the ledger has, or begins with what every sandbox has. */
async function beginAnew(core: Core, outboxes: Outboxes, to: URL | undefined): Promise<void> {
  await beginLedger(core)
  if (to && !endpointsOf(core).some(({ url }) => url === to.href)) await registerEndpoint(core, { url: to })
  outboxes.resume()
}

const forgetOutdated = (core: Core): Promise<void> => core.ledger.commit(outdated(core))

const disturb = ({ ledger }: Core, faults: Partial<Faults>): Promise<void> =>
  ledger.commit([put('faults', '', { ...(ledger.get('faults', '') ?? noFaults), ...faults })])

async function redeliver(core: Core, outboxes: Outboxes, id: string): Promise<Emitted> {
  // Holds at once: what is outdated is not found.
  const forgotten = forgetOutdated(core)
  const event = eventOf(core, id)
  if (!event) throw new HooksError('unknown-id', `No event '${id}' happened here.`)
  const emitted = { event, sendings: againOf(core, event) }
  await Promise.all([forgotten, core.ledger.commit(changesOf(emitted))])
  outboxes.add(emitted.sendings)
  return emitted
}

const noFaults: Faults = { calls: null, deliveries: null }

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
  if (!/^https?:$/.test(url.protocol)) {
    throw new HooksError(
      'invalid-value',
      `Nothing can be delivered to a URL of '${url.protocol}': http or https.`,
    )
  }
  checkSecret(core.profile, secret)
  const endpoint = newRegistered(core, { url: url.href, events, workspace })
  const signing = secretFor(core, endpoint, secret)
  await core.ledger.commit([put('endpoint', endpoint.id, endpoint), put('secret', signing.of, signing)])
  return endpoint
}

/** Refuses a secret that nothing could be signed with. Throws HooksError `invalid-value`. */
export function checkSecret(profile: Profile, secret: string | undefined): void {
  const problem = secret === undefined ? undefined : secretProblem([profile], secret)
  if (problem?.fatal) throw refusedSecret(profile, problem.what)
}
