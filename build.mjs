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

/**
 * What packages load for features that we do not use: commander for commands that are programs of their own, undici for HTTP/2
 * and for its own assertions. All of it together takes a tenth of what `hooks trigger` takes.
 */
const unused = [
  { name: 'node:child_process', by: '/commander/', instead: 'module.exports = {}' },
  { name: './client-h2.js', by: '/undici/', instead: 'module.exports = undefined' },
  {
    name: 'node:http',
    by: '/undici/',
    instead: 'module.exports = { IncomingMessage: class {}, maxHeaderSize: 16384 }',
  },
  {
    name: 'node:assert',
    by: '/undici/',
    instead: `module.exports = (fact, why = 'undici found itself in a state that should not be') => {
      if (!fact) throw why instanceof Error ? why : new Error(why)
    }
    module.exports.strictEqual = (a, b, why) => module.exports(a === b, why)
    module.exports.notStrictEqual = (a, b, why) => module.exports(a !== b, why)
    module.exports.deepStrictEqual = () => undefined`,
  },
]

/** @type {import('rolldown').Plugin} */
const withoutUnused = {
  name: 'without-unused',
  resolveId: (id, importer) =>
    unused.some(({ name, by }) => id === name && importer?.includes(by)) ? `\0unused ${id}` : undefined,
  load: (id) => unused.find(({ name }) => id === `\0unused ${name}`)?.instead,
}

/** What `hooks --help` needs stays with the start; what needs zod stays apart, since few commands need it. */
const apart =
  /src.(bin|main|errors|host.|command-line.(program|flag-name|settings-document)|commands.(table|parts.completion|complet|demo|config|deliveries|providers)|output.(errors|escape|fit|hex|json|lines|style|deliver|diff|prov|profile)|http.body|provider.profile\.|delivery.(export|diff|formats|listener))/

/** What follows a schedule is a chunk of its own: most runs send once, and need none of it. */
const retrying =
  /^src.(endpoint.(health|recent)|delivery.(engine.(?!decide|decision|jitter|policy|retry-after)|outage|follow|planned-|asked-delay|resumed-pace)|commands.parts.(outage-|retrying|retry-(policy|report)|replay-)|output.(retry|attempt-line|why|policy-words|outage-|schedule-))/

/** What speaks a management API, on either side. */
const managing =
  /^src.(sandbox|endpoint.(?!health|recent)|commands.(endpoints|sandbox)|commands.parts.(endpoint(?!-secrets)|management|api-key|waiting-talk|sandbox)|output.(endpoint|plan|sandbox))/

/** @param {string} id */
const isManaging = (id) => managing.test(relative(root, id))

/** @param {string} id */
const isRetrying = (id) => retrying.test(relative(root, id))

/**
 * What most commands share is one chunk: to read fifty small files takes longer than to read one that holds a little more than is
 * needed.
 *
 * @param {string} id
 */
const isCore = (id) =>
  id.startsWith(`${root}/src`) && !apart.test(relative(root, id)) && !isRetrying(id) && !isManaging(id)

if (process.argv[2] === 'program') await buildProgram()
else {
  await rm(dir, { recursive: true, force: true })
  await Promise.all([buildProgram(), buildLibrary()])
}

async function buildProgram() {
  const bundle = await rolldown({
    ...shared,
    preserveEntrySignatures: false,
    plugins: [withoutUnused],
    input: { bin: 'src/bin.ts' },
  })
  await bundle.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: chunkName,
    codeSplitting: {
      groups: [
        { name: 'managing', test: isManaging, minShareCount: 2, priority: 2 },
        { name: 'retrying', test: isRetrying, minShareCount: 2, priority: 1 },
        { name: 'core', test: isCore, minShareCount: 2 },
      ],
      includeDependenciesRecursively: false,
    },
    comments: { legal: true, annotation: false, jsdoc: false },
  })
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
