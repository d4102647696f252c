import type { CommandContext } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import { isHeaderValue } from '../../http/headers.ts'
import { familyName } from '../../provider/catalog.ts'
import { firstLineOf, variableOf } from './secrets.ts'

/** The key for a management API, and where it is from. */
export interface ApiKey {
  readonly key: string
  /** `HOOKS_API_KEY`, `--api-key`. */
  readonly from: string
  /** 0 the command line or the environment, 1 the project, 2 the user. */
  readonly rank: number
  /** Whether it stands where the keys of all providers would, so that nothing says whose it is. */
  readonly isGeneral: boolean
}

/**
 * The key for a provider's API: from the flag, the environment, the project, the user's settings. In each, one for this provider
 * goes before one for all.
 *
 * @throws HooksError `no-api-key`, or `invalid-value` for what no header can bear
 */
export async function apiKeyFor(
  provider: string,
  given: string | undefined,
  context: CommandContext,
): Promise<ApiKey> {
  const [found] = given === undefined ? keysOf(provider, context) : [await keyOfFlag(given, context)]
  if (found === undefined) {
    throw new HooksError(
      'no-api-key',
      `No API key is known for ${provider}.`,
      `Give --api-key, or set ${variableOf(provider, 'API_KEY')} or HOOKS_API_KEY.`,
    )
  }
  const key = found.key.trim()
  if (key !== '' && isHeaderValue(key)) return { ...found, key }
  throw new HooksError(
    'invalid-value',
    `The API key from ${found.from} is none: ${key === '' ? 'it is empty' : 'it holds what no header can bear'}.`,
    'Copy it again from where it is shown.',
  )
}

async function keyOfFlag(given: string, { files }: CommandContext): Promise<ApiKey> {
  const key = given === '-' ? firstLineOf(await files.read('-'), '-') : given
  return { key, from: '--api-key', rank: 0, isGeneral: true }
}

function keysOf(provider: string, { env, settings }: CommandContext): ApiKey[] {
  const names = [...new Set([provider, familyName(provider)])]
  const own = names.flatMap((name) => {
    const from = variableOf(name, 'API_KEY')
    const key = env[from]
    return key ? [{ key, from, rank: 0, isGeneral: false }] : []
  })
  const ofFiles = names.flatMap((name) =>
    settings
      .byProvider('apiKeys')
      .filter((each) => each.provider === name)
      .map(({ value, from, rank }) => ({
        key: value,
        from: `apiKeys.${name} in ${from}`,
        rank,
        isGeneral: false,
      })),
  )
  const general = settings.values('apiKey').map(({ value, from, rank }) => ({
    key: value,
    from: rank === 0 ? from : `apiKey in ${from}`,
    rank,
    isGeneral: true,
  }))
  // Stable: of one place, what is for this provider stands first.
  return [...own, ...ofFiles, ...general].toSorted((a, b) => a.rank - b.rank)
}
