import ts from 'typescript'

/** One place where a rule does not hold. */
export interface Violation {
  rule: Rule
  path: string
  line: number
  what: string
}

export type Rule =
  | 'levels'
  | 'host'
  | 'library'
  | 'circle'
  | 'world'
  | 'provider-name'
  | 'file-length'
  | 'function-length'
  | 'parameters'
  | 'nesting'
  | 'any'
  | 'non-null'
  | 'ts-comment'
  | 'cast'

/** The parsed sources, by path (`src/time/clock.ts`), and a checker that knows only what they themselves declare. */
export interface Sources {
  files: ReadonlyMap<string, ts.SourceFile>
  checker: ts.TypeChecker
}

/**
 * Parses sources without the library's declarations and without following imports, so that a name that no source
 * declares or imports is a global.
 *
 * @param texts source text by path
 */
export function parse(texts: ReadonlyMap<string, string>): Sources {
  const files = new Map<string, ts.SourceFile>()
  for (const [path, text] of texts) {
    files.set(path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true))
  }
  const host: ts.CompilerHost = {
    getSourceFile: (path) => files.get(path),
    getDefaultLibFileName: () => 'none.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    fileExists: (path) => files.has(path),
    readFile: (path) => texts.get(path),
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  }
  const options = { noLib: true, noResolve: true, types: [], allowImportingTsExtensions: true, noEmit: true }
  return { files, checker: ts.createProgram([...files.keys()], options, host).getTypeChecker() }
}

/** The room that a source belongs to: its folder below src/, or its own name where it stands in src/ itself. */
export function roomOf(path: string): string {
  const [, folder = ''] = path.split('/')
  return folder.replace(/\.ts$/, '')
}

/** Calls `visit` for a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** A violation that points at the line of a node. */
export function violationAt(node: ts.Node, rule: Rule, what: string): Violation {
  const file = node.getSourceFile()
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
  return { rule, path: file.fileName, line: line + 1, what }
}
