import ts from 'typescript'
import type { Sources, Violation } from './source.ts'
import { violationAt, walk } from './source.ts'

/** What no source may exceed. */
export const budgets = { fileLines: 250, medianFileLines: 80, functionLines: 40, parameters: 3, nesting: 3 }

/** Everything that is too long, too deep, takes too much, or goes round the types. */
export function checkBudgets({ files }: Sources): Violation[] {
  const violations: Violation[] = []
  for (const file of files.values()) {
    const lines = linesOf(file.text)
    if (lines > budgets.fileLines) violations.push(violationAt(file, 'file-length', `${lines} lines`))
    violations.push(...tsComments(file))
    walk(file, (node) => {
      if (ts.isFunctionLike(node)) violations.push(...checkFunction(node))
      violations.push(...checkNesting(node), ...checkTypes(node))
    })
  }
  return violations
}

/** The middle of the files' lengths, in lines. */
export function medianFileLines({ files }: Sources): number {
  const lengths = [...files.values()].map((file) => linesOf(file.text)).toSorted((a, b) => a - b)
  return lengths[Math.floor(lengths.length / 2)] ?? 0
}

function checkFunction(node: ts.SignatureDeclaration): Violation[] {
  const violations: Violation[] = []
  const lines = node
    .getText()
    .split('\n')
    .filter((line) => line.trim() !== '').length
  const parameters = node.parameters.filter(({ name }) => name.getText() !== 'this').length
  if (hasBody(node) && lines > budgets.functionLines) {
    violations.push(violationAt(node, 'function-length', `${lines} lines`))
  }
  if (parameters > budgets.parameters) {
    violations.push(violationAt(node, 'parameters', `${parameters} positional parameters`))
  }
  return violations
}

function hasBody(node: ts.SignatureDeclaration): boolean {
  return 'body' in node && node.body !== undefined
}

/** Names a block statement that stands deeper than the budget, once, where it first becomes too deep. */
function checkNesting(node: ts.Node): Violation[] {
  if (!isNesting(node)) return []
  let depth = 0
  for (let at: ts.Node = node; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    if (isNesting(at)) depth += 1
  }
  return depth === budgets.nesting + 1 ? [violationAt(node, 'nesting', `${depth} blocks deep`)] : []
}

/** A statement that holds others under a condition. An `else if` is as deep as the `if` before it. */
function isNesting(node: ts.Node): boolean {
  if (ts.isIfStatement(node)) return !(ts.isIfStatement(node.parent) && node.parent.elseStatement === node)
  return ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isTryStatement(node)
}

function checkTypes(node: ts.Node): Violation[] {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return [violationAt(node, 'any', 'any')]
  if (ts.isNonNullExpression(node)) return [violationAt(node, 'non-null', node.getText())]
  if ((ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.exclamationToken) {
    return [violationAt(node, 'non-null', node.getText())]
  }
  const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)
  return isCast && !ts.isConstTypeReference(node.type) ? [violationAt(node, 'cast', node.getText())] : []
}

function tsComments(file: ts.SourceFile): Violation[] {
  return [...file.text.matchAll(/@ts-(ignore|expect-error|nocheck)/g)].map((match) => {
    const { line } = file.getLineAndCharacterOfPosition(match.index)
    return { rule: 'ts-comment', path: file.fileName, line: line + 1, what: match[0] }
  })
}

function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length
}
