import type { CommandContext } from '../../command-line/command.ts'
import type { Asked, Operation } from '../../endpoint/api/api.ts'
import type { Api } from '../../endpoint/api/describe.ts'
import { bodyTemplate } from '../../endpoint/api/describe.ts'
import { HooksError } from '../../errors.ts'
import type { Json } from '../../http/body.ts'
import { isObject, readJson } from '../../http/body.ts'
import { familyName } from '../../provider/catalog.ts'
import { parseGenerator } from '../../provider/generator.ts'
import { didYouMean } from '../../provider/nearest.ts'
import type { Profile } from '../../provider/profile.ts'
import { firstLineOf } from './secrets.ts'

/** The flag that takes fields of the API's own. */
export const dataFlag = {
  data: {
    kind: 'file',
    value: 'FILE',
    does: "a JSON object with further fields, by the API's own names; - reads standard input",
  },
} as const

/** The flags by which the client chooses a secret, where the API lets it. */
export const chosenSecretFlags = {
  secret: {
    kind: 'secret',
    value: 'S',
    does: 'the secret, where the API lets you choose it; - reads it from standard input',
  },
  secretFile: { kind: 'file', value: 'FILE', does: 'read that secret from a file' },
} as const

export type Data = Readonly<Record<string, Json>>

/** What `--data` holds. Throws HooksError `unreadable-file`, `not-json`. */
export async function readData(
  path: string | undefined,
  { files }: Pick<CommandContext, 'files'>,
): Promise<Data | undefined> {
  if (path === undefined) return undefined
  const reading = readJson(await files.read(path))
  const where = path === '-' ? 'Standard input' : `'${path}'`
  if (reading.ok && isObject(reading.value)) return reading.value
  throw new HooksError(
    'not-json',
    `${where} is no JSON object${reading.ok ? '' : `: ${reading.why}`}.`,
    'It must hold fields of the API: {"workspace_id":"ws_456"}',
  )
}

interface Given {
  readonly secret: string | undefined
  readonly secretFile: string | undefined
}

/** The secret that the flags choose. Throws HooksError `usage` where both do, `invalid-value`, `unreadable-file`. */
export async function readChosenSecret(
  { secret, secretFile }: Given,
  { files }: Pick<CommandContext, 'files'>,
): Promise<string | undefined> {
  if (secret !== undefined && secretFile !== undefined) {
    throw new HooksError('usage', '--secret and --secret-file cannot go together.', 'Give one of them.')
  }
  const path = secret === '-' ? '-' : secretFile
  return path === undefined ? secret : firstLineOf(await files.read(path), path)
}

/** A secret in the form that the provider's own have. */
export const newSecret = (
  { rules }: Api,
  { random, clock }: Pick<CommandContext, 'random' | 'clock'>,
): string => parseGenerator(rules.secret.form)({ random, at: clock.now() })

/** What is asked without what is undefined, so that it takes the place of nothing. */
export const saidOnly = (asked: Asked): Asked =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))

/** What standard input is to hold can be one thing only. */
export function refuseTwoInputs(given: readonly (string | undefined)[]): void {
  if (given.filter((each) => each === '-').length < 2) return
  throw new HooksError(
    'usage',
    'Standard input can hold one thing only, and - is given twice.',
    'Read one of them from a file or from the environment.',
  )
}

/** The secret that `--data` chooses, by the API's own name of it. */
export function secretIn({ section }: Api, operation: Operation, data: Data | undefined): string | undefined {
  const route = section.routes[operation]
  const names = Object.entries((route && bodyTemplate(route)) ?? {})
    .filter(([, template]) => template === '{secret}')
    .map(([name]) => name)
  const found = names.map((name) => data?.[name]).find((value) => typeof value === 'string')
  return typeof found === 'string' ? found : undefined
}

/**
 * Refuses an event type that the provider documents in none of its dialects: many an API would take it, and never deliver anything.
 *
 * @throws HooksError `unknown-type`
 */
export function checkTypes(
  types: readonly string[],
  { name, title }: Profile,
  { catalog }: Pick<CommandContext, 'catalog'>,
): void {
  const documented = new Set(catalog.family(familyName(name)).flatMap((each) => catalog.types(each.name)))
  const unknown = types.find((type) => !documented.has(type) && !type.includes('*'))
  if (unknown === undefined) return
  throw new HooksError(
    'unknown-type',
    `${title} documents no event type '${unknown}'.`,
    `${didYouMean(unknown, documented)}All of them: hooks providers events ${name}. To ask for it all the same: --force`,
  )
}
