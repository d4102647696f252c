import { checkBudgets } from './budgets.ts'
import { checkCircles } from './circles.ts'
import { checkImports, checkLibrary } from './imports.ts'
import { checkNames } from './names.ts'
import type { Violation } from './source.ts'
import { parse } from './source.ts'
import { checkWorld } from './world.ts'

/**
 * Holds sources against the house's rules.
 *
 * @param texts source text by path, from `src/` on
 * @param providers names that must not occur
 */
export function checkSources(texts: ReadonlyMap<string, string>, providers: readonly string[]): Violation[] {
  const sources = parse(texts)
  return [
    ...checkImports(sources),
    ...checkLibrary(sources),
    ...checkCircles(sources),
    ...checkWorld(sources),
    ...checkNames(sources, providers),
    ...checkBudgets(sources),
  ]
}
