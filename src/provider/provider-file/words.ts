import type { Path } from '../path.ts'
import { deliveringWords } from './words/delivering.ts'

import { managingWords } from './words/managing.ts'
import { retryingWords } from './words/retrying.ts'

import { sampleWords } from './words/samples.ts'
import { signingWords } from './words/signing.ts'
import type { Word } from './words/word.ts'
import { word } from './words/word.ts'

/** Words that stand in many places. */
const common: Readonly<Record<string, Word>> = {
  source: word('Which of the sources this is from: a name in sources, or several.', 'guide'),
  published: word('false: the provider does not publish this figure, and it is assumed.', false),
  note: word('What else is to be said of it, in a sentence.', 'The guide calls it optional.'),
}

/** Every other word by its place; `*` stands for any name, `[]` for any item. */
export const words: Readonly<Record<string, Word>> = {
  ...signingWords,
  ...deliveringWords,
  ...retryingWords,
  ...managingWords,
  ...sampleWords,
}

/** JSON templates whose keys are free, and which may be figures: a key `value` is always the figure's. */
const templates = ['api.routes.*.body', 'api.endpoint.object', 'api.event.object']

/** What the word at a place means; undefined of an item of a list, and of what is no word. */
export function wordAt(path: Path): Word | undefined {
  const place = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[]`
    return step.endsWith('[]') ? `${placeOf(before, step.slice(0, -2))}[]` : placeOf(before, step)
  }, '')
  if (Object.hasOwn(words, place)) return words[place]
  const last = path.at(-1)
  return typeof last === 'string' && Object.hasOwn(common, last) ? common[last] : undefined
}

function placeOf(before: string, step: string): string {
  const named = before === '' ? step : `${before}.${step}`
  if (Object.hasOwn(words, named)) return named
  if (step === 'value' && templates.includes(before)) return before
  if (Object.hasOwn(words, `${before}.*`)) return `${before}.*`
  // The value of a figure means what the figure means.
  return step === 'value' ? before : named
}
