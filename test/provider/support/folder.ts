import type { Folder } from '../../../src/provider/catalog.ts'

/** A folder in memory: files by path, as text or as a value that is written as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>>): Folder {
  const texts = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  )
  return {
    names: (folder) => {
      const inside = folder === '' ? '' : `${folder}/`
      const below = [...texts.keys()].filter((path) => path.startsWith(inside))
      return [...new Set(below.map((path) => path.slice(inside.length).split('/', 1)[0] ?? ''))].toSorted()
    },
    text: (path) => texts.get(path),
  }
}
