import { mask } from '../http/redact.ts'

/** A setting's name in its parts: `secrets.acme` is the secret of acme. */
export function splitSetting(name: string): { readonly key: string; readonly inner: string | undefined } {
  const at = name.indexOf('.')
  return at < 0 ? { key: name, inner: undefined } : { key: name.slice(0, at), inner: name.slice(at + 1) }
}

export type SettingsTable = Readonly<Record<string, unknown>>

export const tableOf = (value: unknown): SettingsTable =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** A setting's value in a table of settings, if it is there; of a kept secret the secret alone. */
export function settingIn(table: SettingsTable, name: string): unknown {
  const { key, inner } = splitSetting(name)
  if (inner === undefined) return table[key]
  const value = tableOf(table[key])[inner]
  return key === 'endpointSecrets' ? tableOf(value).secret : value
}

/** Whether a setting's value must not be shown. */
export const isSecretSetting = (name: string): boolean =>
  /^((old|endpoint)?secrets?|apikeys?)(\.|$)/i.test(name)

/** A table of settings as flat names and texts, secrets masked unless they are to be revealed. */
export const flatSettings = (table: SettingsTable, reveal: boolean): [name: string, value: string][] =>
  Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const named: [string, unknown][] =
      typeof value === 'object'
        ? Object.entries(tableOf(value)).map(([inner, each]) => [`${key}.${inner}`, each])
        : [[key, value]]
    return named.map(([name, each]) => {
      const text = textOf(name, each)
      return [name, isSecretSetting(name) && !reveal ? mask(text) : text]
    })
  })

function textOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 endpoint' : `${value.length} endpoints`
  return String(name.startsWith('endpointSecrets.') ? tableOf(value).secret : value)
}
