import type { Json } from '../../../http/body.ts'
import { isHeaderName } from '../../../http/headers.ts'
import { figureOf } from '../../figure.ts'
import {
  answerWords,
  askedWords,
  endpointWords,
  eventWords,
  operations,
  problemWords,
} from '../../management.ts'
import { didYouMean } from '../../nearest.ts'
import type { Path } from '../../path.ts'
import type { Figure, Profile } from '../../profile.ts'
import { fieldsOf, parseTemplate } from '../../template.ts'
import type { Rule } from '../draft.ts'
import type { Fault } from '../fault.ts'

type ApiSection = Profile['api']

/** An API that can be called says how it writes an endpoint, and one that lists events how it writes those. */
export const apiWhole: Rule = ({ profile: { api } }) => {
  if (!api?.routes) return []
  const missing = [
    ...(api.endpoint
      ? []
      : [{ word: 'endpoint', example: '{ "object": { "id": "{id}" }, "newId": "wh_{ulid}" }' }]),
    ...(api.routes.events && !api.event
      ? [{ word: 'event', example: '{ "object": { "id": "{eventId}" } }' }]
      : []),
  ]
  return missing.map(({ word, example }) => ({
    path: ['api', 'routes'],
    message: `There are calls, but api.${word} does not say how the API writes one.`,
    remedy: `Write in api: "${word}": ${example}`,
  }))
}

/** A template, where it stands, and the words that it may speak of. */
interface Place {
  readonly path: Path
  readonly template: Json
  readonly words: readonly string[]
}

/** Templates speak only of words that there are: a mistyped one would be left out in silence. */
export const apiWords: Rule = ({ profile: { api } }) =>
  api ? placesIn(api).flatMap(({ path, template, words }) => strangeWords(template, path, words)) : []

function placesIn(api: ApiSection): Place[] {
  const { endpoint, event, auth, errors, rateLimit, rules } = api
  const sent = [...(auth ? [auth.sends, ...(auth.accepts ?? [])] : [])]
  const problems = Object.entries(errors?.kinds ?? {}).flatMap(([kind, ways]) =>
    ways.map(
      (way, at): Place => ({
        path: ['api', 'errors', 'kinds', kind, at, 'body'],
        template: way.body ?? '',
        words: problemWords,
      }),
    ),
  )
  return [
    { path: ['api', 'auth'], template: sent, words: ['key'] },
    ...routePlaces(api),
    ...place(['api', 'endpoint', 'object'], endpoint?.object, endpointWords),
    ...place(['api', 'event', 'object'], event?.object, eventWords),
    ...place(['api', 'errors', 'body'], errors?.body, problemWords),
    ...problems,
    {
      path: ['api', 'rateLimit', 'headers'],
      template: rateLimit?.headers ?? {},
      words: ['limit', 'remaining', 'reset'],
    },
    { path: ['api', 'rateLimit', 'refused'], template: rateLimit?.refused ?? {}, words: ['retryAfter'] },
    ...place(['api', 'rules', 'testEvent', 'body'], rules?.testEvent?.body, ['eventId', 'at', 'id']),
    {
      path: ['api', 'rules', 'masterSwitch', 'body'],
      template: rules?.masterSwitch?.body ?? {},
      words: ['enabled'],
    },
    ...place(['api', 'rules', 'masterSwitch', 'answer'], rules?.masterSwitch?.answer, [
      'workspace',
      'enabled',
    ]),
  ]
}

const routePlaces = ({ routes = {} }: ApiSection): Place[] =>
  operations.flatMap((operation) => {
    const route = routes[operation]
    if (!route) return []
    const at = ['api', 'routes', operation]
    const told = answerWords[operation]
    return [
      { path: [...at, 'path'], template: route.path, words: ['id', 'eventId'] },
      {
        path: [...at, 'workspacePath'],
        template: route.workspacePath ?? '',
        words: ['id', 'eventId', 'workspace'],
      },
      ...place([...at, 'body'], route.body, askedWords),
      ...place([...at, 'answer'], route.answer, told),
      ...place([...at, 'failed'], route.failed, told),
    ]
  })

const place = (path: Path, figure: Figure<Json> | undefined, words: readonly string[]): Place[] =>
  figure === undefined ? [] : [{ path, template: figureOf<Json>(figure), words }]

function strangeWords(template: Json, path: Path, words: readonly string[]): Fault[] {
  if (typeof template === 'string') return strangeWord(template, path, words)
  if (typeof template !== 'object' || template === null) return []
  const keys = Array.isArray(template) ? [] : Object.keys(template)
  return [
    ...keys.flatMap((key) => strangeWord(key, path, words)),
    ...Object.values(template).flatMap((inner: Json) => strangeWords(inner, path, words)),
  ]
}

function strangeWord(template: string, path: Path, words: readonly string[]): Fault[] {
  const known = `There are ${words.map((word) => `{${word}}`).join(', ')}.`
  try {
    const strange = fieldsOf(parseTemplate(template)).filter((field) => !words.includes(field))
    return strange.map((field) => ({
      path,
      message: `There is no word {${field}} here.`,
      remedy: didYouMean(field, words).trim() || known,
    }))
  } catch (error) {
    return [{ path, message: error instanceof Error ? error.message : String(error), remedy: known }]
  }
}

/** Paths begin with a slash, and headers have names that can be. */
export const apiPlaces: Rule = ({ profile: { api } }) => {
  const paths = Object.entries(api?.routes ?? {}).filter(([, { path }]) => !path.startsWith('/'))
  const headers: [Path, string | undefined][] = [
    [['api', 'auth', 'header'], api?.auth?.header],
    [['api', 'idempotency', 'header'], api?.idempotency?.header],
  ]
  return [
    ...paths.map(([operation, { path }]) => ({
      path: ['api', 'routes', operation, 'path'],
      message: `'${path}' is no path below the base URL.`,
      remedy: `Begin it with a slash: "/${path}"`,
    })),
    ...headers.flatMap(([path, name]) =>
      name === undefined || isHeaderName(name)
        ? []
        : [
            {
              path,
              message: `'${name}' cannot be the name of a header.`,
              remedy: 'Take letters, digits and hyphens.',
            },
          ],
    ),
  ]
}
