import * as z from 'zod'
import { HooksError } from '../errors.ts'
import { didYouMean } from '../provider/nearest.ts'
import type { SettingsTable } from './settings-table.ts'
import { splitSetting, tableOf } from './settings-table.ts'

/** Every setting, with what it does. `secrets.NAME` is one for each provider. */
export const settingNames = {
  provider: 'the provider, where no --provider is given',
  to: 'the handler that trigger and replay send to',
  port: 'the port that listen takes',
  forwardTo: 'where listen passes deliveries on to',
  store: 'the file that deliveries are kept in',
  secret: 'the secret for every provider that has none of its own',
  oldSecret: 'the secret that is being replaced',
  secrets: 'the secret of one provider: secrets.NAME',
  oldSecrets: 'the secret of one provider that is being replaced: oldSecrets.NAME',
  apiKey: 'the key for the management API of every provider that has none of its own',
  apiKeys: 'the key for the management API of one provider: apiKeys.NAME',
  apiUrl: "where the management API is, if not at the provider's own URL",
  endpoints: 'the endpoints that hooks endpoints apply makes, by provider: in hooks.config.json',
  endpointSecrets: 'the secrets that hooks endpoints has kept: by hooks itself',
} as const

/** The settings that are one for each provider (of the last one: for each endpoint). */
const perName = ['secrets', 'oldSecrets', 'apiKeys', 'endpointSecrets']
/** Those that are more than a text, and so are not set on the command line. */
const notByHand = ['endpoints', 'endpointSecrets']

const text = z.string().min(1)
const byProvider = z.record(text, text).optional()

/** An endpoint as `hooks endpoints apply` is to make it. */
const endpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Event types. */
  events: z.array(text).min(1),
  description: z.string().optional(),
  /** Whether events are delivered to it; where it is left out, it may be either. */
  enabled: z.boolean().optional(),
  /** The workspace that it belongs to, where the provider has such. */
  workspace: text.optional(),
  /** The variable of the environment with its secret, where the client chooses that: never the secret itself. */
  secretFrom: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable')
    .optional(),
})

export type WantedEndpoint = z.infer<typeof endpoint>

/** A secret that an API has told once, and what it is of: one endpoint, a workspace, or (neither) a whole account. */
const endpointSecret = z.strictObject({
  provider: text,
  endpoint: text.optional(),
  workspace: text.optional(),
  url: text.optional(),
  secret: text,
  /** The one before it. */
  old: text.optional(),
  /** Since when it is the current one, as an ISO time. */
  since: text,
})

/** The shape of `hooks.config.json` and of the user's settings. */
const settingsSchema = z.strictObject({
  $schema: text.optional(),
  provider: text.optional(),
  to: text.optional(),
  port: z.int().min(0).max(65_535).optional(),
  forwardTo: text.optional(),
  store: text.optional(),
  secret: text.optional(),
  oldSecret: text.optional(),
  secrets: byProvider,
  oldSecrets: byProvider,
  apiKey: text.optional(),
  apiKeys: byProvider,
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
  endpoints: z.record(text, z.array(endpoint)).optional(),
  endpointSecrets: z.record(text, endpointSecret).optional(),
})

export type SettingsDocument = z.infer<typeof settingsSchema>

/** A document as settings. Throws HooksError `invalid-settings` that names what is wrong, and where. */
export function checkSettings(document: unknown, path: string): SettingsDocument {
  const read = settingsSchema.safeParse(document)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  if (unknown !== undefined && issue && issue.path.length > 0) {
    const message = `${path} has an unknown field '${unknown}' at '${issue.path.join('.')}'.`
    const fields = Object.keys(issue.path[0] === 'endpoints' ? endpoint.shape : endpointSecret.shape)
    const hint = `${didYouMean(unknown, fields)}There are ${fields.join(', ')}.`
    throw new HooksError('invalid-settings', message, hint)
  }
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, Object.keys(settingNames))
    throw new HooksError(
      'invalid-settings',
      `${path} has an unknown setting '${unknown}'.`,
      `${hint}There are ${allSettings}.`,
    )
  }
  const where = issue && issue.path.length > 0 ? ` at '${issue.path.join('.')}'` : ''
  throw new HooksError(
    'invalid-settings',
    `${path} is wrong${where}: ${issue?.message ?? 'unreadable'}.`,
    'Mend it there.',
  )
}

/**
 * What to write for one setting that changes: its top key, with the value that is to stand there; undefined where nothing is
 * left of it.
 *
 * @throws HooksError `invalid-settings` for an unknown name, or a value that does not fit
 */
export function changedSetting(table: SettingsTable, name: string, value: string | undefined) {
  requireSetting(name)
  const { key, inner } = splitSetting(name)
  const plain = key === 'port' && value !== undefined && /^\d+$/.test(value) ? Number(value) : value
  const { [inner ?? '']: _, ...others } = tableOf(table[key])
  const nested = value === undefined ? others : { ...others, [inner ?? '']: value }
  const changed = inner === undefined ? plain : nested
  if (value !== undefined) checkSettings({ [key]: changed }, 'The new setting')
  const empty = changed === undefined || (inner !== undefined && Object.keys(nested).length === 0)
  return { key, value: empty ? undefined : changed }
}

/** Throws HooksError `invalid-settings` where there is no setting of that name. */
export function requireSetting(name: string): void {
  const { key, inner } = splitSetting(name)
  if (isSetting(key, inner)) return
  const others = Object.keys(settingNames).filter((each) => each !== name)
  const hint = `${didYouMean(key, others)}There are ${allSettings}.`
  throw new HooksError('invalid-settings', `There is no setting '${name}'.`, hint)
}

/** Whether a name is that of one value: `provider`, and `secrets.acme` but not `secrets`. */
const isSetting = (key: string, inner: string | undefined): boolean =>
  Object.hasOwn(settingNames, key) &&
  (inner === undefined ? ![...perName, 'endpoints'].includes(key) : perName.includes(key) && inner !== '')

/** The names as a person reads them. */
export const allSettings = Object.keys(settingNames)
  .filter((name) => !notByHand.includes(name))
  .map((name) => (perName.includes(name) ? `${name}.PROVIDER` : name))
  .join(', ')
