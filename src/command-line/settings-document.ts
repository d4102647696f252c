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
} as const

const text = z.string().min(1)
const byProvider = z.record(text, text).optional()

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
})

export type SettingsDocument = z.infer<typeof settingsSchema>

/** A document as settings. Throws HooksError `invalid-settings` that names what is wrong, and where. */
export function checkSettings(document: unknown, path: string): SettingsDocument {
  const read = settingsSchema.safeParse(document)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
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
  (inner === undefined ? !/secrets$/i.test(key) : /secrets$/i.test(key) && inner !== '')

/** The names as a person reads them. */
export const allSettings = Object.keys(settingNames)
  .map((name) => (/secrets$/i.test(name) ? `${name}.PROVIDER` : name))
  .join(', ')
