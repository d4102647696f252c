// The types of Node 20, which has no `node:sqlite`, do not know it. The package has the same interface.
declare module 'node:sqlite' {
  export { DatabaseSync } from '@photostructure/sqlite'
}
