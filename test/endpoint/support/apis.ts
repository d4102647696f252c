import type { Api } from '../../../src/endpoint/api/describe.ts'
import { describeApi } from '../../../src/endpoint/api/describe.ts'
import { catalog } from '../../provider/support/profiles.ts'

/** The management API of a provider that has one. */
export function apiOf(provider: string): Api {
  const api = describeApi(catalog.profile(provider))
  if (!api) throw new Error(`${provider} has no API`)
  return api
}
