import ts from 'typescript'
import { importsOf } from './imports.ts'
import type { Sources, Violation } from './source.ts'
import { violationAt } from './source.ts'

/** Files that need each other, directly or not: none of them can be understood, or loaded, without the others. */
export function checkCircles({ files }: Sources): Violation[] {
  const needs = new Map([...files].map(([path, file]) => [path, neededBy(file)]))
  const done = new Set<string>()
  const found: Violation[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      const circle = [...way.slice(way.indexOf(path)), path].join(' → ')
      const file = files.get(path)
      if (file) found.push(violationAt(file, 'circle', circle))
    }
    if (done.has(path) || way.includes(path)) return
    for (const other of needs.get(path) ?? []) visit(other, [...way, path])
    done.add(path)
  }
  for (const path of files.keys()) visit(path, [])
  return found
}

/** What is loaded only when it is needed may lead back. */
const neededBy = (file: ts.SourceFile): string[] =>
  importsOf(file).flatMap(({ node, target }) => (ts.isCallExpression(node) ? [] : (target ?? [])))
