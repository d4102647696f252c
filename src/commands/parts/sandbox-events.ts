import type { Tagged } from '../../command-line/command.ts'
import { redactUrl } from '../../http/redact.ts'
import { isoTime } from '../../output/times.ts'
import type { Told, ToldAttempt } from '../../sandbox/told.ts'

/** What a sandbox tells, as `--json` does. Times are those of its clock. */
export function sandboxEvent(told: Told): Tagged {
  switch (told.kind) {
    case 'attempt':
      return attemptEvent(told.attempt)
    case 'ended': {
      const { id: delivery, endpoint, state, attempts } = told.sending
      const { id: eventId, type } = told.event
      return { kind: 'ended', delivery, endpoint, eventId, type, state, attempts: attempts.length }
    }
    case 'endpoint': {
      const { to: state, because, at } = told.change
      const { id, url } = told.endpoint
      return { kind: 'endpoint', id, url: redactUrl(url), state, because, at: isoTime(at) }
    }
    case 'call':
      return { kind: 'call', ...told.call, path: redactUrl(told.call.path) }
  }
}

function attemptEvent({ event, number, of, at, next, url, ...rest }: ToldAttempt): Tagged {
  const { delivery, endpoint, outcome, status, durationMs } = rest
  return {
    kind: 'attempt',
    delivery,
    endpoint,
    url: redactUrl(url),
    eventId: event.id,
    type: event.type,
    test: event.test,
    attempt: number,
    of,
    at: isoTime(at),
    outcome,
    status,
    durationMs,
    next: next === null ? null : isoTime(next),
  }
}
