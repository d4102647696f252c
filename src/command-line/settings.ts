import { dirname, isAbsolute, join } from 'node:path'
import type { Context } from '../context.ts'
import { HooksError } from '../errors.ts'
import type { Json } from '../http/body.ts'
import { bytesOf, readJson } from '../http/body.ts'
import { isProviderFile } from './provider-file-name.ts'
import type { SettingsDocument } from './settings-document.ts'
import { flatSettings } from './settings-table.ts'

/** The settings that an environment variable may fill, and which. */
const variables = new Map([
  ['provider', 'HOOKS_PROVIDER'],
  ['secret', 'HOOKS_SECRET'],
  ['oldSecret', 'HOOKS_OLD_SECRET'],
  ['store', 'HOOKS_STORE'],
  ['apiKey', 'HOOKS_API_KEY'],
  ['apiUrl', 'HOOKS_API_URL'],
])

/** One value of a setting, and where it is from: for people. */
export interface Setting {
  readonly value: string
  readonly from: string
  /** 0 the environment, 1 the project, 2 the user: a lower one goes before a higher one. */
  readonly rank: number
}

export interface Settings {
  /** All values that a setting has, the strongest first: environment, project, user. */
  values(name: string): readonly Setting[]
  /** Every setting that a file fills, by name, secrets masked; the strongest first. */
  all(reveal: boolean): readonly (Setting & { readonly name: string })[]
  /** The same for a setting that is one for each provider: `secrets`. */
  byProvider(name: 'secrets' | 'oldSecrets' | 'apiKeys'): readonly (Setting & { readonly provider: string })[]
  /** The secrets of endpoints that are kept, the strongest first. */
  endpointSecrets(): readonly EndpointSecret[]
}

export type EndpointSecret = NonNullable<SettingsDocument['endpointSecrets']>[string]

const fileName = 'hooks.config.json'

/** Reads all places that settings come from. Rejects with `invalid-settings` where one of them is broken. */
export async function readSettings(
  context: Pick<Context, 'env' | 'files' | 'userSettings'>,
): Promise<Settings> {
  const file = await context.files.findUp(fileName)
  const own = await context.userSettings.all()
  const places = [
    ...(file
      ? [
          {
            from: fileName,
            rank: 1,
            document: withOwnPaths(await checked(parse(file.text, file.path), file.path), file.path),
          },
        ]
      : []),
    { from: 'hooks config', rank: 2, document: await checked(own, context.userSettings.path) },
  ]
  return {
    values: (name) => {
      const variable = variables.get(name) ?? ''
      const found = [
        { value: context.env[variable], from: variable, rank: 0 },
        ...places.map(({ document, ...place }) => ({ ...place, value: settingOf(name, document) })),
      ]
      return found.flatMap(({ value, ...place }) => (value ? [{ ...place, value }] : []))
    },
    all: (reveal) =>
      places.flatMap(({ document, ...place }) =>
        flatSettings(document, reveal).map(([name, value]) => ({ ...place, name, value })),
      ),
    byProvider: (name) =>
      places.flatMap(({ document, ...place }) =>
        Object.entries(document[name] ?? {}).map(([provider, value]) => ({ ...place, provider, value })),
      ),
    endpointSecrets: () => places.flatMap(({ document }) => Object.values(document.endpointSecrets ?? {})),
  }
}

function settingOf(name: string, document: SettingsDocument): string | undefined {
  const entry = Object.entries(document).find(([key]) => key === name)?.[1]
  return typeof entry === 'string' || typeof entry === 'number' ? String(entry) : undefined
}

/** A provider file that a project names lies where the project does, wherever hooks is called. */
function withOwnPaths(document: SettingsDocument, path: string): SettingsDocument {
  const { provider } = document
  if (provider === undefined || !isProviderFile(provider) || isAbsolute(provider)) return document
  return { ...document, provider: join(dirname(path), provider) }
}

/** Where there is nothing to check, the schema is not even loaded. */
async function checked(document: unknown, path: string): Promise<SettingsDocument> {
  if (isEmpty(document)) return {}
  const { checkSettings } = await import('./settings-document.ts')
  return checkSettings(document, path)
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

function parse(source: string, path: string): Json {
  const reading = readJson(bytesOf(source))
  if (reading.ok) return reading.value
  throw new HooksError('invalid-settings', `${path} is no JSON: ${reading.why}.`, 'Mend it, or remove it.')
}
