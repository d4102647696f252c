import ts from 'typescript'
import { importsOf } from './imports.ts'
import type { Sources, Violation } from './source.ts'
import { roomOf, violationAt, walk } from './source.ts'

/** Modules that only compute. All others are for `host`, since they may read or change something outside. */
const pureModules = new Set([
  'node:assert',
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:path',
  'node:querystring',
  'node:string_decoder',
  'node:url',
  'node:util',
  'node:zlib',
  'chalk',
  'commander',
  'zod',
])

/** What of a pure module is not pure. */
const impureImports = new Set([
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'getRandomValues',
  'generateKey',
  'generateKeySync',
  'generateKeyPair',
  'generateKeyPairSync',
  'webcrypto',
])

const impureGlobals = new Set([
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'performance',
  'fetch',
  'crypto',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'BroadcastChannel',
  'navigator',
  'localStorage',
  'sessionStorage',
  'global',
  'globalThis',
  'require',
  '__dirname',
  '__filename',
  'eval',
])

/** Members of globals that are harmless otherwise. */
const impureMembers = new Set(['Date.now', 'Math.random', 'AbortSignal.timeout'])

/** Everything outside `host` that touches files, sockets, the terminal, the environment, time or randomness. */
export function checkWorld({ files, checker }: Sources): Violation[] {
  const violations: Violation[] = []
  for (const file of files.values()) {
    if (roomOf(file.fileName) === 'host') continue
    for (const { node, specifier, target, typeOnly } of importsOf(file)) {
      if (target !== undefined || typeOnly) continue
      const impure = pureModules.has(specifier) ? impureNames(node) : [specifier]
      violations.push(...impure.map((name) => violationAt(node, 'world', `imports ${name}`)))
    }
    walk(file, (node) => {
      const what = impureUse(node, checker)
      if (what !== undefined) violations.push(violationAt(node, 'world', what))
    })
  }
  return violations
}

/** The names out of a pure module that are not pure; a whole module under one name could be any of them. */
function impureNames(node: ts.Node): string[] {
  if (!ts.isImportDeclaration(node)) return []
  const clause = node.importClause
  const bindings = clause?.namedBindings
  const isCrypto = ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === 'node:crypto'
  if (isCrypto && (clause?.name !== undefined || (bindings && ts.isNamespaceImport(bindings)))) {
    return ['the whole of node:crypto']
  }
  if (bindings === undefined || !ts.isNamedImports(bindings)) return []
  return bindings.elements
    .map(({ propertyName, name }) => (propertyName ?? name).text)
    .filter((name) => impureImports.has(name))
}

function impureUse(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return 'import.meta'
  if (ts.isIdentifier(node) && impureGlobals.has(node.text)) {
    return isGlobalUse(node, checker) ? node.text : undefined
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`
    return impureMembers.has(member) && isGlobalUse(node.expression, checker) ? member : undefined
  }
  return readsTheTime(node) && isGlobalUse(node.expression, checker) ? 'the present time' : undefined
}

/** `new Date()` and `Date()` without an argument; with `new` or not, they read the clock. */
function readsTheTime(
  node: ts.Node,
): node is (ts.NewExpression | ts.CallExpression) & { expression: ts.Identifier } {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false
  const bare = (node.arguments ?? []).length === 0 || ts.isCallExpression(node)
  return bare && ts.isIdentifier(node.expression) && node.expression.text === 'Date'
}

/** Whether an identifier is a value that no source declares: neither a property's name, nor a type, nor a local. */
function isGlobalUse(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent))
    return checker.getShorthandAssignmentValueSymbol(parent) === undefined
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false
  if (ts.isPartOfTypeNode(node) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return false
  return checker.getSymbolAtLocation(node) === undefined
}
