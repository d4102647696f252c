import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Folder } from '../provider/catalog.ts'

/**
 * The folder of the package: the nearest one upwards that holds both `package.json` and `fixtures`. This module may lie in
 * `src/host/` or, bundled, in `dist/`.
 */
function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'fixtures')) && existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder))
      throw new Error('The files of this package are incomplete: fixtures are missing.')
  }
}

/** What `package.json` states of the program. */
export function packageFacts(): { readonly version: string; readonly bugsUrl: string } {
  const { version, bugs } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))
  return { version: String(version), bugsUrl: String(bugs.url) }
}

/** The documents that ship with the package. */
export function fixturesFolder(): Folder {
  let folder: Folder | undefined
  const found = (): Folder => {
    folder ??= folderAt(join(packageRoot(), 'fixtures'))
    return folder
  }
  return { names: (path) => found().names(path), text: (path) => found().text(path) }
}

/**
 * How a provider file at a path names the JSON Schema that ships: by a relative path where both lie in the working folder, so
 * that it holds on other machines too; else by a URL.
 */
export function schemaFor(path: string, cwd: string): string {
  const schema = join(packageRoot(), 'fixtures', 'provider.schema.json')
  const file = resolve(cwd, path)
  if (![schema, file].every((each) => each.startsWith(cwd + sep))) return pathToFileURL(schema).href
  const between = relative(dirname(file), schema).replaceAll(sep, '/')
  return between.startsWith('.') ? between : `./${between}`
}

/** Read access to a folder, and to nothing outside it. */
export function folderAt(root: string): Folder {
  const inside = (path: string): string | undefined => {
    const full = path.includes('\0') ? undefined : resolve(root, path)
    return full === root || full?.startsWith(root + sep) ? full : undefined
  }
  return {
    names: (path) => {
      const full = inside(path)
      return full === undefined ? [] : (orNothing(() => readdirSync(full).sort()) ?? [])
    },
    text: (path) => {
      const full = inside(path)
      return full === undefined ? undefined : orNothing(() => readFileSync(full, 'utf8'))
    },
  }
}

/** What cannot be read is not there: these documents are parts of the package. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
