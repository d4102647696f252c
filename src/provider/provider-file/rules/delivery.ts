import { parseDuration } from '../../../time/duration.ts'
import { figureOf } from '../../figure.ts'
import { fieldsOf, parseTemplate } from '../../template.ts'
import type { Rule } from '../draft.ts'

/** Counted from the first attempt, each attempt comes after the one before it. */
export const scheduleForward: Rule = ({ profile: { delivery } }) => {
  if (!delivery || figureOf(delivery.countedFrom) !== 'first') return []
  const delays = figureOf<string[]>(delivery.schedule)
  const place = Array.isArray(delivery.schedule)
    ? ['delivery', 'schedule']
    : ['delivery', 'schedule', 'value']
  const ms = (at: number): number => parseDuration(delays[at] ?? '') ?? 0
  return delays.flatMap((delay, at) =>
    at === 0 || ms(at) >= ms(at - 1)
      ? []
      : [
          {
            path: [...place, at],
            message: `The schedule runs backwards: ${delay} stands behind ${delays[at - 1]}, both counted from the first attempt.`,
            remedy: 'Put them in order, or write "countedFrom": "previous".',
          },
        ],
  )
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
