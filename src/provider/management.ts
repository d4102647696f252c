/** What can be asked of a management API; a provider has some of them, or none. */
export const operations = [
  'list',
  'create',
  'show',
  'update',
  'delete',
  'test',
  'rotateSecret',
  'secretStatus',
  'events',
  'redeliver',
] as const

export type Operation = (typeof operations)[number]

/** What can go wrong with a call. Where two are written alike, the one that stands first is read. */
export const problemKinds = [
  'unauthorized',
  'forbidden',
  'not-found',
  'invalid',
  'insecure-url',
  'malformed',
  'too-large',
  'conflict',
  'idempotency-conflict',
  'method-not-allowed',
  'rate-limited',
  'test-failed',
  'unavailable',
] as const

/** What went wrong, in our words; each provider says it with a status and a shape of its own. */
export type ProblemKind = (typeof problemKinds)[number]

/** What a request can say in our words: in its path, its query or its body. */
export const askedWords = [
  'id',
  'url',
  'events',
  'enabled',
  'description',
  'secret',
  'type',
  'workspace',
  'eventId',
] as const

/** What an API tells of an endpoint. */
export const endpointWords = [
  'id',
  'url',
  'events',
  'enabled',
  'description',
  'secret',
  'consecutiveFailures',
  'disabledAt',
  'lastSuccessAt',
  'lastFailureAt',
  'createdAt',
  'updatedAt',
] as const

/** What it tells of something that happened, where it lists that. */
export const eventWords = ['eventId', 'type', 'createdAt', 'state', 'attempts', 'payload'] as const

/** What the answer to each operation can say. `endpoint` is the endpoint's whole object, `items` a list of objects. */
export const answerWords = {
  list: ['items', 'page', 'size', 'total', 'pages', 'next', 'hasMore'],
  create: ['endpoint'],
  show: ['endpoint'],
  update: ['endpoint'],
  delete: ['id'],
  test: ['delivered', 'status', 'eventId', 'signatureHeaders', 'durationMs', 'id', 'url', 'message'],
  rotateSecret: ['newSecret', 'graceHours', 'rotatedAt', 'overlapEndsAt', 'endpoint'],
  secretStatus: ['createdAt', 'rotatedAt', 'overlapActive', 'overlapEndsAt'],
  events: ['items', 'page', 'size', 'total', 'pages', 'next', 'hasMore'],
  redeliver: ['eventId'],
} as const satisfies Readonly<Record<Operation, readonly string[]>>

/** What an error can say; `field` and `fieldMessage` stand in a list or object of which there is one for each field. */
export const problemWords = ['code', 'message', 'requestId', 'retryAfter', 'field', 'fieldMessage'] as const
