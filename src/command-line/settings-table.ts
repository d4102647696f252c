import { mask } from '../http/redact.ts'

/** A setting's name in its parts: `secrets.acme` is the secret of acme. */
export function splitSetting(name: string): { readonly key: string; readonly inner: string | undefined } {
  const at = name.indexOf('.')
  return at < 0 ? { key: name, inner: undefined } : { key: name.slice(0, at), inner: name.slice(at + 1) }
}

export type SettingsTable = Readonly<Record<string, unknown>>

export const tableOf = (value: unknown): SettingsTable =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** A setting's value in a table of settings, if it is there. */
export function settingIn(table: SettingsTable, name: string): unknown {
  const { key, inner } = splitSetting(name)
  return inner === undefined ? table[key] : tableOf(table[key])[inner]
}

/** Whether a setting's value must not be shown. */
export const isSecretSetting = (name: string): boolean => /^(old)?secrets?(\.|$)/i.test(name)

/** A table of settings as flat names and texts, secrets masked unless they are to be revealed. */
export const flatSettings = (table: SettingsTable, reveal: boolean): [name: string, value: string][] =>
  Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const named: [string, unknown][] =
      typeof value === 'object'
        ? Object.entries(tableOf(value)).map(([inner, each]) => [`${key}.${inner}`, each])
        : [[key, value]]
    return named.map(([name, each]) => [
      name,
      isSecretSetting(name) && !reveal ? mask(String(each)) : String(each),
    ])
  })
