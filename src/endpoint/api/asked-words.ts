import type { Json } from '../../http/body.ts'
import type { Asked } from './api.ts'
import type { Words } from './template.ts'

/** What a body can say. */
export type Said = Partial<
  Pick<Asked, 'id' | 'url' | 'events' | 'enabled' | 'description' | 'secret' | 'type' | 'workspace'>
>

export interface CheckedWords {
  readonly said: Said
  /** Words that are something else than they must be, and what they must be. */
  readonly wrong: readonly { readonly word: string; readonly what: string }[]
}

interface Kind<T> {
  /** The value, where it is what it must be. */
  readonly read: (value: Json) => T | undefined
  readonly must: string
}

const text: Kind<string> = {
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  must: 'must be a string that is not empty',
}
const url: Kind<string> = {
  read: (value) => (typeof value === 'string' && isUrl(value) ? value : undefined),
  must: 'must be a valid URL',
}
const events: Kind<readonly string[]> = {
  read: (value) => (isTextList(value) ? value : undefined),
  must: 'must be a list of event types, at least one',
}
const enabled: Kind<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  must: 'must be true or false',
}
const description: Kind<string> = {
  read: (value) => (typeof value === 'string' ? value : value === null ? '' : undefined),
  must: 'must be a string',
}

const kinds: { readonly [Word in keyof Required<Said>]: Kind<NonNullable<Said[Word]>> } = {
  id: text,
  url,
  events,
  enabled,
  description,
  secret: text,
  type: text,
  workspace: text,
}

/** Takes words for what they must be. */
export function checkWords(words: Words): CheckedWords {
  const wrong = Object.entries(kinds).flatMap(([word, { read, must }]) => {
    const value = words[word]
    return value === undefined || read(value) !== undefined ? [] : [{ word, what: must }]
  })
  const of = <T>({ read }: Kind<T>, value: Json | undefined): T | undefined =>
    value === undefined ? undefined : read(value)
  const said: Said = {
    id: of(kinds.id, words.id),
    url: of(kinds.url, words.url),
    events: of(kinds.events, words.events),
    enabled: of(kinds.enabled, words.enabled),
    description: of(kinds.description, words.description),
    secret: of(kinds.secret, words.secret),
    type: of(kinds.type, words.type),
    workspace: of(kinds.workspace, words.workspace),
  }
  return { said: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)), wrong }
}

function isTextList(value: Json): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each: Json) => typeof each === 'string' && each !== '')
  )
}

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
