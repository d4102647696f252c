import { readFileSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Waits until a file is written, and gives its text. It must be put into its folder whole, as ready files are. */
export function written(path: string): Promise<string> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), (_, name) => {
      if (name !== basename(path)) return
      watcher.close()
      resolve(readFileSync(path, 'utf8'))
    })
  })
}
