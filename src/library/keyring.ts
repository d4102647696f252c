import type { Keyring } from '../provider/keyring.ts'
import { createKeyring } from '../provider/keyring.ts'
import type { Secrets } from './types.ts'

/** The secrets that a call was given. */
export function keyringOf({ secret, oldSecret }: Partial<Secrets>): Keyring {
  return createKeyring([
    ...(secret === undefined ? [] : [{ of: 'secret', secret, level: 0 }]),
    ...(oldSecret === undefined ? [] : [{ of: 'oldSecret', secret: oldSecret, previous: true, level: 0 }]),
  ])
}
