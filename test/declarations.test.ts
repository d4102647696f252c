import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const declarations = join(import.meta.dirname, '../dist/index.d.ts')

test('the declarations of the library need no package but those of Node', () => {
  const program = ts.createProgram([declarations], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  })
  const file = program.getSourceFile(declarations)
  const own = ts
    .getPreEmitDiagnostics(program)
    .filter((diagnostic) => diagnostic.file === undefined || diagnostic.file === file)
  expect(own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  const imported = ts.preProcessFile(file?.text ?? '').importedFiles.map(({ fileName }) => fileName)
  expect(imported.filter((name) => !name.startsWith('node:'))).toEqual([])
})
