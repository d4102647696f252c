/**
 * Builds dist/: the program (CommonJS, which starts faster than ESM, with a chunk for each part that is loaded only when
 * it is needed) and the library (ESM, with declarations that need no further package). `node build.mjs program` builds
 * the program alone, in a fifth of the time.
 */
import { rm } from 'node:fs/promises'
import { parse, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { writeOutImpliedTypes } from './build-types.mjs'

const root = import.meta.dirname
const dir = `${root}/dist`

/** @satisfies {import('rolldown').InputOptions} */
const shared = {
  cwd: root,
  platform: 'node',
  // The one dependency at run time: it is native, so it cannot be bundled.
  external: ['@photostructure/sqlite', 'node:sqlite'],
  transform: { target: 'node20', define: { 'process.env.NODE_ENV': '"production"' } },
  onLog: failOnWarning,
}

if (process.argv[2] === 'program') await buildProgram()
else {
  await rm(dir, { recursive: true, force: true })
  await Promise.all([buildProgram(), buildLibrary()])
}

async function buildProgram() {
  const bundle = await rolldown({ ...shared, input: { bin: 'src/bin.ts' } })
  await bundle.write({ dir, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: chunkName })
}

async function buildLibrary() {
  const plugins = [writeOutImpliedTypes(root), dts({ tsconfig: `${root}/tsconfig.json` })]
  const bundle = await rolldown({ ...shared, plugins, input: { index: 'src/index.ts' } })
  await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: ({ name }) => (name.endsWith('.d') ? '[name].ts' : '[name].mjs'),
    chunkFileNames: 'index-[name].mjs',
  })
}

/**
 * A chunk is named after its path in src/, so that `commands/deliveries/list.ts` is not taken for another list.
 *
 * @param {import('rolldown').PreRenderedChunk} chunk
 */
function chunkName({ facadeModuleId, name }) {
  const path = relative(`${root}/src`, facadeModuleId ?? '')
  if (path === '' || path.startsWith('..')) return '[name].cjs'
  const { dir: folder } = parse(path)
  return `${[...folder.split(sep), name].filter((part) => part !== '').join('-')}.cjs`
}

/**
 * A warning (an import that does not resolve, say) would become a failure at run time.
 *
 * @param {import('rolldown').LogLevel} level
 * @param {import('rolldown').RolldownLog} log
 */
function failOnWarning(level, log) {
  if (level === 'warn') throw new Error(log.message)
}
