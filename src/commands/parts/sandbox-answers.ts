import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import type { EmittedView, SandboxView } from '../../output/sandbox-state.ts'

// What a sandbox answers, read. Whatever is something else than it should be is left out: it may be of another version.

/** What `GET state` told. */
export function readState(json: Json): SandboxView {
  const { provider, now, clock, endpoints, events, deliveries } = fieldsOf(json)
  return {
    provider: text(provider) ?? '',
    now: text(now) ?? '',
    clock: text(clock) ?? '',
    endpoints: listOf(endpoints).map((each) => ({
      id: text(each.id) ?? '',
      url: text(each.url) ?? '',
      events: Array.isArray(each.events) ? each.events.flatMap((event: Json) => text(event) ?? []) : [],
      enabled: each.enabled !== false,
      consecutiveFailures: number(each.consecutiveFailures) ?? 0,
    })),
    events: number(events) ?? 0,
    deliveries: Object.fromEntries(
      Object.entries(fieldsOf(deliveries)).map(([state, count]) => [state, number(count) ?? 0]),
    ),
  }
}

/** What `POST events` told. */
export const readEmitted = (json: Json): EmittedView[] =>
  listOf(fieldsOf(json).events).map((event) => ({
    id: text(event.id) ?? null,
    type: text(event.type) ?? '',
    deliveries: listOf(event.deliveries).map((each) => {
      const last = listOf(each.attempts).at(-1)
      return {
        id: text(each.id) ?? '',
        endpoint: text(each.endpoint) ?? '',
        url: text(each.url) ?? '',
        state: text(each.state) ?? '',
        answer: last && String(number(last.status) ?? text(last.outcome) ?? ''),
        next: text(each.next) ?? null,
      }
    }),
  }))

interface Fields {
  readonly [key: string]: Json
}

const fieldsOf = (json: Json | undefined): Fields => (isObject(json) ? json : {})
const listOf = (json: Json | undefined): Fields[] =>
  Array.isArray(json) ? json.map((each: Json) => fieldsOf(each)) : []
const text = (json: Json | undefined): string | undefined => (typeof json === 'string' ? json : undefined)
const number = (json: Json | undefined): number | undefined => (typeof json === 'number' ? json : undefined)
