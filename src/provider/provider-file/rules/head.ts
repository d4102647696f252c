import { didYouMean } from '../../nearest.ts'
import type { Path } from '../../path.ts'
import type { Rule } from '../draft.ts'

export const ownName: Rule = ({ profile: { name }, builtIn }) => {
  if (name === undefined || !builtIn.includes(name)) return []
  const message = `There is a built-in provider '${name}', and nothing may take its place.`
  return [
    {
      path: ['name'],
      message,
      remedy: `Take another name, such as my-${name}; "extends": "${name}" takes over its rules.`,
    },
  ]
}

/** Every source that is named is there. */
export const knownSources: Rule = ({ profile, events }) => {
  const { sources, ...sections } = profile
  if (!sources) return []
  const known = Object.keys(sources)
  const named = [
    ...Object.entries(sections).flatMap(([word, section]) => sourcesIn(section, [word])),
    ...events.flatMap(({ index, item: { source } }) => sourcesIn({ source }, ['events', index])),
  ]
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => ({
      path,
      message: `There is no source '${name}'.`,
      remedy: `${didYouMean(name, known)}Name it in sources, or leave it out.`,
    }))
}

/** Words whose keys are free names, of which one may be `source`. */
const free = ['headers', 'previous', 'query', 'fresh', 'when']

/** Words whose value may be a JSON template, in which `source` is the name of a field; as a figure, it names its own. */
const templates = ['body', 'answer', 'failed', 'object', 'defaults']

function sourcesIn(value: unknown, path: Path): { name: string; path: Path }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([word, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(word) : word]
    if (word === 'source') return [inner ?? []].flat().map((name) => ({ name: String(name), path: at }))
    if (templates.includes(word)) return sourcesIn({ source: figureSource(inner) }, at)
    return free.includes(word) ? [] : sourcesIn(inner, at)
  })
}

function figureSource(inner: unknown): unknown {
  const isFigure = typeof inner === 'object' && inner !== null && 'value' in inner
  return isFigure && 'source' in inner ? inner.source : undefined
}
