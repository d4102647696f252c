import { formatDuration, parseDuration } from '../../../time/duration.ts'
import type { DisableAfterForm, RetryAfterForm } from '../../delivery-section.ts'
import { figureOf } from '../../figure.ts'
import { fieldsOf, parseTemplate } from '../../template.ts'
import type { Rule } from '../draft.ts'
import { placeOf } from './place.ts'

const ms = (text: string): number => parseDuration(text) ?? 0

/** A rule for answers says which, and waits only for what is tried again. */
export const answersApply: Rule = ({ profile: { delivery } }) =>
  (delivery?.answers ?? []).flatMap(({ when, then, atLeast }, at) => {
    const path = ['delivery', 'answers', at]
    if (Object.keys(when).length === 0) {
      const message = 'Nothing says which answers this is about.'
      return [{ path: [...path, 'when'], message, remedy: 'For example: "when": { "status": "429" }' }]
    }
    if (atLeast === undefined || then === 'retry') return []
    const message = `A least delay needs a retry, and there is none: ${then}.`
    return [{ path: [...path, 'atLeast'], message, remedy: 'Take it away, or write "then": "retry".' }]
  })

/** What a `Retry-After` is bounded by leaves something between. */
export const retryAfterBounds: Rule = ({ profile: { delivery } }) => {
  if (delivery?.retryAfter === undefined) return []
  const { atLeast, atMost } = figureOf<RetryAfterForm>(delivery.retryAfter)
  if (atLeast === undefined || atMost === undefined || ms(atLeast) <= ms(atMost)) return []
  const path = placeOf(delivery.retryAfter, ['delivery', 'retryAfter'])
  const message = `A Retry-After cannot be ${atLeast} at least and ${atMost} at most.`
  return [{ path: [...path, 'atMost'], message, remedy: 'Write one that is not below atLeast.' }]
}

/** What disables an endpoint is named, and its pauses have a limit above the first of them. */
export const disablingSound: Rule = ({ profile: { delivery } }) => {
  if (delivery?.disableAfter === undefined) return []
  const path = placeOf(delivery.disableAfter, ['delivery', 'disableAfter'])
  const { temporary, ...limits } = figureOf<DisableAfterForm>(delivery.disableAfter)
  if (Object.keys(limits).length === 0) {
    const message = 'Nothing says after what the endpoint is disabled.'
    return [{ path, message, remedy: 'For example: "disableAfter": { "consecutiveFailures": 50 }' }]
  }
  if (temporary?.cap === undefined || ms(temporary.cap) >= ms(temporary.for)) return []
  const message = `The endpoint is off for ${formatDuration(ms(temporary.for))} at first, and is to be for ${temporary.cap} at most.`
  return [{ path: [...path, 'temporary', 'cap'], message, remedy: 'Write one that is not below "for".' }]
}

export const attemptIds: Rule = ({ profile: { delivery, headers } }) => {
  if (!delivery || !headers || delivery.newAttemptId !== undefined) return []
  return Object.entries(headers)
    .filter(([, template]) => fieldsOf(parseTemplate(template)).includes('attemptId'))
    .map(([name]) => ({
      path: ['headers', name],
      message: 'Nothing says how an {attemptId} is made.',
      remedy: 'Write in delivery: "newAttemptId": "{uuid}"',
    }))
}

/** Two signatures travel in a list or in headers of their own, which must then be described. */
export const rotationCarried: Rule = ({ profile: { rotation, signature } }) => {
  if (!rotation || !signature) return []
  const path = ['rotation', 'both']
  if (rotation.both === 'list' && signature.separator === undefined) {
    const message =
      'Both signatures are to stand in one list, but signature.separator does not say what separates them.'
    return [{ path, message, remedy: 'Write in signature: "separator": ","' }]
  }
  if (rotation.both === 'previous-header' && signature.previous === undefined) {
    const message = 'The old signature is to stand in a header of its own, but signature.previous names none.'
    return [
      { path, message, remedy: 'Write in signature: "previous": { "Acme-Signature-Old": "{signature}" }' },
    ]
  }
  return []
}
