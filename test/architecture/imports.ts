import { posix } from 'node:path'
import ts from 'typescript'
import type { Sources, Violation } from './source.ts'
import { roomOf, violationAt, walk } from './source.ts'

/** One import: static, dynamic, re-export or in a type. */
export interface Import {
  node: ts.Node
  specifier: string
  /** The path of the imported source, where it is one of ours. */
  target: string | undefined
  /** Whether nothing of it is left at run time. */
  typeOnly: boolean
}

/** Every room stands on a level and imports from lower ones. `host` stands beside the levels: see below. */
const levels: Readonly<Record<string, number>> = {
  errors: 0,
  time: 1,
  http: 1,
  provider: 2,
  endpoint: 3,
  delivery: 4,
  check: 5,
  sandbox: 5,
  inspector: 5,
  library: 6,
  output: 6,
  context: 7,
  'command-line': 8,
  commands: 9,
  main: 10,
  index: 10,
  bin: 11,
}

const highestForHost = 7
const importersOfHost = ['src/bin.ts', 'src/index.ts']
const closedToLibrary = ['commands', 'command-line', 'output']

/** Imports that go up, sideways or to `host` from where they must not. */
export function checkImports({ files }: Sources): Violation[] {
  return [...files.values()].flatMap((file) => {
    const room = roomOf(file.fileName)
    if (room !== 'host' && levels[room] === undefined) {
      return [violationAt(file, 'levels', `${room} is no room that the levels know`)]
    }
    return importsOf(file).flatMap((found) => {
      const target = found.target
      return target === undefined ? [] : checkImport(file.fileName, target, found.node)
    })
  })
}

function checkImport(from: string, to: string, node: ts.Node): Violation[] {
  const [room, other] = [roomOf(from), roomOf(to)]
  const what = `${from} imports ${to}`
  if (!to.startsWith('src/')) return [violationAt(node, 'levels', `${what}, which is not in src/`)]
  if (room === other) return []
  if (other === 'host') return importersOfHost.includes(from) ? [] : [violationAt(node, 'host', what)]
  const highest = room === 'host' ? highestForHost : (levels[room] ?? 0) - 1
  const level = levels[other] ?? Number.POSITIVE_INFINITY
  return level <= highest ? [] : [violationAt(node, 'levels', what)]
}

/** What the library would load at run time, directly or not, of rooms that are not for it. */
export function checkLibrary({ files }: Sources): Violation[] {
  const violations: Violation[] = []
  const seen = new Set<string>()
  const queue = ['src/index.ts']
  for (const path of queue) {
    const file = files.get(path)
    if (file === undefined || seen.has(path)) continue
    seen.add(path)
    for (const { node, target, typeOnly } of importsOf(file)) {
      if (target === undefined || typeOnly) continue
      if (closedToLibrary.includes(roomOf(target))) {
        violations.push(violationAt(node, 'library', `the library reaches ${target} through ${path}`))
      } else queue.push(target)
    }
  }
  return violations
}

/** All imports of one source. */
export function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = []
  walk(file, (node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file.fileName), specifier) : undefined
    found.push({ node, specifier, target, typeOnly: isTypeOnly(node) })
  })
  return found
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    // A name that is put together at run time could lead anywhere.
    return textOf(node.arguments[0]) ?? './(computed)'
  }
  return undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
}
