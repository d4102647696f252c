import { HooksError } from '../../errors.ts'
import type { Operation } from '../../provider/management.ts'
import type { Asked } from './api.ts'
import type { Api, Route } from './describe.ts'
import type { Words } from './template.ts'

/** What a call is made of. */
export interface Asking {
  readonly api: Api
  readonly operation: Operation
  readonly route: Route
  readonly asked: Asked
}

/** How each operation reads in a sentence. */
export const phrases = {
  list: 'list endpoints',
  create: 'create endpoints',
  show: 'show an endpoint',
  update: 'change endpoints',
  delete: 'delete endpoints',
  test: 'send a test event',
  rotateSecret: 'rotate secrets',
  secretStatus: 'tell how secrets stand',
  events: 'list events',
  redeliver: 'deliver events again',
} as const satisfies Readonly<Record<Operation, string>>

/** Throws HooksError `not-supported` where the API has no such call, with what to do instead. */
export function routeOf({ title, section }: Api, operation: Operation): Route {
  const route = section.routes[operation]
  if (route) return route
  const hint = section.instead?.[operation] ?? section.instead?.['*']
  throw new HooksError('not-supported', `The API of ${title} cannot ${phrases[operation]}.`, hint)
}

/** An event's id is asked for like an endpoint's. */
export const wordsOf = ({ data: _, filters: __, next: ___, limit: ____, ...words }: Asked): Words => ({
  ...words,
  eventId: words.id,
})
