import { openApiOf } from '../../endpoint/api/openapi.ts'
import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { parseDuration } from '../../time/duration.ts'
import { isoTime } from '../core.ts'
import type { Emitted } from '../emission.ts'
import type { Platform } from '../platform.ts'
import type { DeliveryFault, Faults } from '../records.ts'
import { deliveriesOf, deliveryState, endpointState, secretsOf, stateOf } from '../telling.ts'
import type { Fields } from './body.ts'
import { countIn, demandText, fieldsIn, flagIn, readFields, textIn, textsIn } from './body.ts'

/** What a call of the control API gives: JSON. Rejects with a HooksError for what cannot be. */
type Route = (platform: Platform, body: Uint8Array) => Promise<unknown>

/** The control API, below `/_sandbox`: what a method and path do. */
export const controlRoutes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/clock': {
    GET: async (platform) => clockOf(platform),
    POST: async (platform, body) => {
      const { advance } = readFields(body, ['advance'])
      if (typeof advance !== 'string' && typeof advance !== 'number') {
        throw new HooksError(
          'invalid-value',
          "'advance' must be a duration such as 2h.",
          'For example {"advance":"2h"}.',
        )
      }
      await platform.advance(advance)
      return clockOf(platform)
    },
  },
  '/events': {
    POST: async (platform, body) => {
      const fields = readFields(body, ['type', 'set', 'add', 'count', 'workspace'])
      const emitted = await platform.emit({
        type: demandText(fields, 'type'),
        set: setIn(fields),
        add: flagIn(fields, 'add'),
        count: countIn(fields, 'count', { from: 1, to: 10_000, otherwise: 1 }),
        workspace: textIn(fields, 'workspace'),
      })
      return { events: emitted.map((each) => emittedState(platform, each)) }
    },
  },
  '/redeliver': {
    POST: async (platform, body) => {
      const event = demandText(readFields(body, ['event']), 'event')
      return emittedState(platform, await platform.redeliver(event))
    },
  },
  '/deliveries': { GET: async ({ core }) => ({ deliveries: deliveriesOf(core) }) },
  '/state': { GET: async ({ core }) => stateOf(core) },
  '/secrets': { GET: async ({ core }) => ({ secrets: secretsOf(core) }) },
  '/endpoints': {
    POST: async (platform, body) => {
      const fields = readFields(body, ['url', 'events', 'secret', 'workspace'])
      const endpoint = await platform.register({
        url: urlIn(fields),
        events: textsIn(fields, 'events'),
        secret: textIn(fields, 'secret'),
        workspace: textIn(fields, 'workspace'),
      })
      return endpointState(platform.core, endpoint)
    },
  },
  '/faults': {
    POST: async (platform, body) => {
      const fields = readFields(body, ['fault', 'deliveries'])
      await platform.disturb({ ...callFault(fields), ...deliveryFault(fields) })
      return stateOf(platform.core).faults
    },
  },
  '/reset': {
    POST: async (platform) => {
      await platform.reset()
      return stateOf(platform.core)
    },
  },
  '/openapi.json': {
    GET: async ({ core: { api, profile } }) => {
      if (api) return openApiOf(api)
      throw new HooksError(
        'not-supported',
        `The sandbox of ${profile.title} serves no management API.`,
        profile.api.about,
      )
    },
  },
}

const clockOf = ({ core: { clock } }: Platform) => ({
  now: isoTime(clock.now()),
  clock: clock.advance ? 'virtual' : 'real',
})

const emittedState = ({ core }: Platform, { event, sendings }: Emitted) => ({
  id: event.id,
  type: event.type,
  at: isoTime(event.at),
  deliveries: sendings.map((sending) =>
    deliveryState(core, event, core.ledger.get('sending', sending.id) ?? sending),
  ),
})

function setIn({ set }: Fields): Readonly<Record<string, Json>> | undefined {
  if (set === undefined || isObject(set)) return set
  throw new HooksError(
    'invalid-value',
    "'set' must be an object.",
    'For example {"set":{"data.status":"rejected"}}.',
  )
}

function urlIn(fields: Fields): URL {
  const url = demandText(fields, 'url')
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url)
  throw new HooksError('invalid-value', `'url' must be an http or https URL, and '${url}' is none.`)
}

const often = { from: 1, to: 1_000_000, otherwise: 1 }

function callFault({ fault }: Fields): Partial<Pick<Faults, 'calls'>> {
  if (fault === undefined) return {}
  if (fault === null) return { calls: null }
  const fields = fieldsIn(fault, 'fault', ['next', 'status'])
  const status = countIn(fields, 'status', { from: 400, to: 599, otherwise: 503 })
  return { calls: { left: countIn(fields, 'next', often), status } }
}

function deliveryFault({ deliveries }: Fields): { deliveries?: DeliveryFault | null } {
  if (deliveries === undefined) return {}
  if (deliveries === null) return { deliveries: null }
  const fields = fieldsIn(deliveries, 'deliveries', ['next', 'duplicate', 'delay', 'reorder'])
  const delay = textIn(fields, 'delay')
  const delayMs = delay === undefined ? 0 : parseDuration(delay)
  if (delayMs === undefined) {
    throw new HooksError('invalid-value', `'delay' must be a duration such as 5m, and '${delay}' is none.`)
  }
  return {
    deliveries: {
      left: countIn(fields, 'next', often),
      duplicate: countIn(fields, 'duplicate', { from: 0, to: 100, otherwise: 0 }),
      delayMs: Math.ceil(delayMs),
      reorder: flagIn(fields, 'reorder'),
    },
  }
}
