import { dirname, join } from 'node:path'
import ts from 'typescript'

const libFolder = dirname(ts.getDefaultLibFilePath({}))
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2023.d.ts'],
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
}

/** What the compiler, at its strictest, says of each of these sources; by path, without those it has nothing to say of. */
export function compile(sources: ReadonlyMap<string, string>): Map<string, string[]> {
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  const own = (path: string): string | undefined => sources.get(path.replace(/^\/virtual\//, ''))
  host.getSourceFile = (path, target) => {
    const text = own(path)
    return text === undefined
      ? getSourceFile.call(host, path, target)
      : ts.createSourceFile(path, text, target)
  }
  host.fileExists = (path) => own(path) !== undefined || fileExists.call(host, path)
  host.readFile = (path) => own(path) ?? readFile.call(host, path)
  host.directoryExists = () => true
  host.getDefaultLibLocation = () => libFolder
  host.getDefaultLibFileName = () => join(libFolder, 'lib.es2023.d.ts')
  host.getCurrentDirectory = () => '/virtual'
  const program = ts.createProgram(
    [...sources.keys()].map((path) => `/virtual/${path}`),
    options,
    host,
  )
  const said = [...sources.keys()].map((path): [string, string[]] => {
    const file = program.getSourceFile(`/virtual/${path}`)
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return [path, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
  })
  return new Map(said.filter(([, messages]) => messages.length > 0))
}
