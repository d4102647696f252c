import type { Json } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Operation } from '../../provider/management.ts'
import type { Profile } from '../../provider/profile.ts'
import { parseDuration } from '../../time/duration.ts'

/** The section of a profile, as it stands there. */
export type ApiSection = Profile['api']
export type Route = NonNullable<NonNullable<ApiSection['routes']>[Operation]>

/** A section that says enough to call the API, and to serve it. */
export type ManagedApi = ApiSection & {
  readonly [Word in 'routes' | 'endpoint']: NonNullable<ApiSection[Word]>
}

/** What a provider does with its endpoints, besides delivering to them. What a profile does not say is what most do. */
export interface ApiRules {
  readonly https: 'required' | 'not-required'
  readonly privateHosts: 'refused' | 'accepted'
  readonly secret: {
    readonly from: 'client' | 'server'
    /** Whose it is; with `workspace`, the workspace's where an endpoint belongs to one, else the company's. */
    readonly per: 'endpoint' | 'company' | 'workspace'
    /** A generator. */
    readonly form: string
  }
  readonly testEvent: TestEvent | undefined
  readonly onEnable: 'resets-failures' | 'keeps-failures'
  readonly eventTypes: 'documented' | 'any'
  readonly eventGlobs: boolean
  readonly unknownFields: 'refused' | 'ignored'
  readonly redelivery: 'all-endpoints' | 'failed-endpoints'
  /** How the switch of a workspace stands at first; undefined where there is none. */
  readonly masterSwitch: 'on' | 'off' | undefined
}

export interface TestEvent {
  readonly type: string
  /** A template over `{eventId}`, `{at}` (an ISO time) and `{id}`, the endpoint's. */
  readonly body: Json
  readonly onCreate: 'must-succeed' | 'none'
}

/** A provider's management API, described. */
export interface Api {
  readonly provider: string
  readonly title: string
  /** Empty where the profile names none. */
  readonly baseUrl: string
  /** The path of the base URL, without a slash at its end: `/v1`, or nothing. */
  readonly basePath: string
  readonly rules: ApiRules
  /** How long both secrets hold after a rotation, in milliseconds. */
  readonly overlapMs: number
  supports(operation: Operation): boolean
  readonly section: ManagedApi
}

/** A provider's management API; undefined where it has none that could be called. */
export function describeApi(profile: Profile): Api | undefined {
  const { api, rotation } = profile
  const { routes, endpoint } = api
  if (!routes || !endpoint) return undefined
  const { baseUrl = '' } = api
  return {
    provider: profile.name,
    title: profile.title,
    baseUrl,
    basePath: baseUrl === '' ? '' : new URL(baseUrl).pathname.replace(/\/$/, ''),
    rules: rulesOf(api),
    overlapMs: rotation?.overlap === undefined ? 0 : (parseDuration(figureOf(rotation.overlap)) ?? 0),
    supports: (operation) => routes[operation] !== undefined,
    section: { ...api, routes, endpoint },
  }
}

function rulesOf({ rules = {} }: ApiSection): ApiRules {
  const { secret, testEvent, masterSwitch } = rules
  return {
    https: figureOf(rules.https ?? 'not-required'),
    privateHosts: figureOf(rules.privateHosts ?? 'accepted'),
    secret: {
      from: figureOf(secret?.from ?? 'server'),
      per: figureOf(secret?.per ?? 'endpoint'),
      form: figureOf(secret?.form ?? 'whsec_{hex:32}'),
    },
    testEvent: testEvent && {
      type: testEvent.type,
      body: figureOf<Json>(testEvent.body),
      onCreate: figureOf(testEvent.onCreate),
    },
    onEnable: figureOf(rules.onEnable ?? 'resets-failures'),
    eventTypes: figureOf(rules.eventTypes ?? 'any'),
    eventGlobs: figureOf(rules.eventGlobs ?? false),
    unknownFields: figureOf(rules.unknownFields ?? 'refused'),
    redelivery: figureOf(rules.redelivery ?? 'all-endpoints'),
    masterSwitch: masterSwitch && figureOf(masterSwitch.initially),
  }
}

/** What to do where an API, or one operation of it, is missing: a sentence; undefined where the profile has no word on it. */
export const insteadOf = ({ api }: Profile, operation?: Operation): string | undefined =>
  (operation && api.instead?.[operation]) ?? api.instead?.['*']

/** How the id of a new endpoint is made: a generator. */
export const newIdForm = ({ section }: Api): string => figureOf(section.endpoint.newId)

/** How `requestId` of an error is made, where errors bear one: a generator. */
export const newRequestIdForm = ({ section }: Api): string | undefined => section.errors?.newRequestId

/** What the body of a call is written of, and read by; undefined where it has none. */
export const bodyTemplate = ({ body }: Route): Readonly<Record<string, Json>> | undefined =>
  body && figureOf<Record<string, Json>>(body)
