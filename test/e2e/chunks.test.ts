import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/documents.ts'

const dist = join(root, 'dist')

/** What each chunk of the program loads as it starts: not what it loads only when it needs it. */
const loads = new Map(
  readdirSync(dist)
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => {
      const text = readFileSync(join(dist, name), 'utf8')
      const found = text.matchAll(/^(?:const|let|var) \w+ = require\("\.\/([\w.-]+)"\)/gm)
      return [name, [...found].map(([, other = '']) => other)]
    }),
)

const circleFrom = (name: string, path: readonly string[] = []): readonly string[] | undefined => {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
  for (const other of loads.get(name) ?? []) {
    const circle = circleFrom(other, [...path, name])
    if (circle) return circle
  }
  return undefined
}

test('no chunk of the program loads one that loads it: half of it would not be there yet', () => {
  expect(loads.get('bin.cjs')).toBeDefined()
  expect([...loads.values()].flat().length).toBeGreaterThan(50)
  expect([...loads.keys()].map((name) => circleFrom(name)).filter((circle) => circle !== undefined)).toEqual(
    [],
  )
})
