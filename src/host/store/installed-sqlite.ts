import * as installed from '@photostructure/sqlite'

// A chunk of its own, so that the bundle requires the package's CommonJS build: Node's loader for modules takes 10 ms.
export const { DatabaseSync } = installed
