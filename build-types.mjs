/**
 * Lets the declarations stand alone: a type that a schema implies, `z.infer<typeof schema>`, is written out, so that the
 * declarations of the schema's own library are not needed. (Copied into ours they would not even compile.)
 */
import ts from 'typescript'

const implied = /^(?:export )?type (\w+) = z\.infer<.*;$/gm

/**
 * A plugin for rolldown that rewrites the declarations of single sources before they are put together.
 *
 * @param {string} root the folder of tsconfig.json
 * @returns {import('rolldown').Plugin}
 */
export function writeOutImpliedTypes(root) {
  /** @type {ts.Program | undefined} */
  let program
  return {
    name: 'write-out-implied-types',
    transform: {
      filter: { id: /[\\/]src[\\/].*\.d\.ts$/ },
      handler(code, id) {
        const path = id.replace(/\.d\.ts$/, '.ts')
        return code.replaceAll(implied, (statement, name) => {
          program ??= programOf(root)
          return statement.replace(/=.*/, `= ${writtenOut(program, path, name)};`)
        })
      },
    },
  }
}

/** @param {string} root */
function programOf(root) {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['src/index.ts'] },
    ts.sys,
    root,
  )
  return ts.createProgram([`${root}/src/index.ts`], options)
}

/**
 * @param {ts.Program} program
 * @param {string} path the source that declares the type
 * @param {string} name the type's name
 */
function writtenOut(program, path, name) {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(path)
  const declaration = file?.statements.find(
    (node) => ts.isTypeAliasDeclaration(node) && node.name.text === name,
  )
  if (declaration === undefined) throw new Error(`${path} declares no type ${name}`)
  const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.TypeFormatFlags
  const flags = NoTruncation | InTypeAlias | MultilineObjectLiterals
  return checker.typeToString(checker.getTypeAtLocation(declaration), declaration, flags)
}
