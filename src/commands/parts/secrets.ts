import type { CommandContext } from '../../command-line/command.ts'
import type { Setting } from '../../command-line/settings.ts'
import type { Context } from '../../context.ts'
import { HooksError } from '../../errors.ts'
import { textOf } from '../../http/body.ts'
import type { Catalog } from '../../provider/catalog.ts'
import type { Keyring, KeyringEntry } from '../../provider/keyring.ts'
import { createKeyring } from '../../provider/keyring.ts'
import { keptEntries } from './endpoint-secrets.ts'

/** The flags by which a command takes one secret. */
export const secretFlags = {
  secret: {
    kind: 'secret',
    value: 'S',
    does: 'the secret to sign or verify with; - reads it from standard input',
  },
  secretFile: { kind: 'file', value: 'FILE', does: 'read the secret from a file' },
  oldSecret: { kind: 'secret', value: 'S', does: 'the secret that is being replaced' },
  endpoint: {
    kind: 'text',
    value: 'ID',
    does: 'take the secret that was kept for this endpoint (default: of the one with the same URL)',
  },
} as const

/** The flags by which a command that verifies learns of provider and secrets: several secrets may be right. */
export const verifyingFlags = {
  provider: {
    kind: 'provider',
    value: 'NAME',
    does: 'the provider, or a provider file; recognised from the headers by default',
    setting: 'provider',
  },
  ...secretFlags,
  secret: { ...secretFlags.secret, many: true },
  url: { kind: 'url', value: 'URL', does: 'the public URL of the handler, where the provider signs it' },
} as const

/** The flags by which a command that signs learns of secrets: an old one makes a second signature. */
export const signingFlags = {
  ...secretFlags,
  oldSecret: {
    ...secretFlags.oldSecret,
    does: 'sign with both secrets, as the provider does during a rotation',
  },
} as const

interface GivenSecrets {
  readonly secret?: string | readonly string[] | undefined
  readonly secretFile?: string | undefined
  readonly oldSecret?: string | undefined
  readonly endpoint?: string | undefined
  /** Where to send to, and the public URL of the handler: whose endpoint's secret is meant. */
  readonly to?: URL | undefined
  readonly url?: URL | undefined
}

/** All secrets that are known: by flag, environment, project and user settings, in this order. */
export async function readKeyring(given: GivenSecrets, context: CommandContext): Promise<Keyring> {
  const { settings } = context
  const { endpoint, to, url = to } = given
  return createKeyring([
    ...(await fromFlags(given, context)),
    ...fromEnvironment(context.env, context.catalog),
    ...entries(settings.byProvider('secrets'), false),
    ...entries(settings.byProvider('oldSecrets'), true),
    ...keptEntries(settings.endpointSecrets(), { endpoint, url }, to !== undefined),
    ...entries(settings.values('secret'), false),
    ...entries(settings.values('oldSecret'), true),
  ])
}

async function fromFlags(
  { secret = [], secretFile, oldSecret }: GivenSecrets,
  context: Context,
): Promise<KeyringEntry[]> {
  const texts = typeof secret === 'string' ? [secret] : secret
  const read = async (path: string): Promise<string> => firstLineOf(await context.files.read(path), path)
  const current = await Promise.all(texts.map((text) => (text === '-' ? read('-') : text)))
  const fromFile = secretFile === undefined ? [] : [await read(secretFile)]
  return [
    ...current.map((text) => ({ of: '--secret', secret: text, level: 0 })),
    ...fromFile.map((text) => ({ of: '--secret-file', secret: text, level: 0 })),
    ...(oldSecret === undefined ? [] : [{ of: '--old-secret', secret: oldSecret, level: 0, previous: true }]),
  ]
}

/** A key in PEM stands on several lines. */
const pem = /^-----BEGIN [^\n]+-----\r?\n[^-]+-----END [^\n]+-----$/

/**
 * The one line of a file (or `-`), which is a secret, or a key in PEM. A file ends with a newline that is no part of the
 * secret.
 */
export function firstLineOf(bytes: Uint8Array, path: string): string {
  const line = textOf(bytes).replace(/\r?\n$/, '')
  if (line !== '' && (!line.includes('\n') || pem.test(line))) return line
  const where = path === '-' ? 'Standard input' : `'${path}'`
  throw new HooksError(
    'invalid-value',
    `${where} holds no secret.`,
    'It must hold the secret alone, on one line.',
  )
}

/** The variable that belongs to a provider: every character that is no letter or digit becomes `_`. */
export const variableOf = (provider: string, what: string): string =>
  `HOOKS_${provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${what}`

const fromEnvironment = (env: Context['env'], catalog: Catalog): KeyringEntry[] =>
  catalog.names.flatMap((provider) =>
    [false, true].flatMap((previous) => {
      const name = variableOf(provider, previous ? 'OLD_SECRET' : 'SECRET')
      const secret = env[name]
      return secret ? [{ of: name, provider, secret, previous, level: 1 }] : []
    }),
  )

/** A place's secret for one provider goes before its secret for all. */
const entries = (settings: readonly (Setting & { provider?: string })[], previous: boolean): KeyringEntry[] =>
  settings.map(({ value, from, rank, provider }) => ({
    of: provider === undefined ? from : `${provider} in ${from}`,
    provider,
    secret: value,
    previous,
    level: 2 * rank + (provider === undefined ? 2 : 1),
  }))
