import { exactTextOf } from '../http/body.ts'
import type { Catalog } from './catalog.ts'
import type { ProviderFile } from './provider-file/check.ts'
import { checkDocument } from './provider-file/check.ts'
import type { Problem } from './provider-file/fault.ts'
import { pathText } from './provider-file/fault.ts'
import { readJsonText } from './provider-file/json-text.ts'
import { tryVectors } from './provider-file/trial.ts'

export type FileReading =
  | ({ readonly ok: true } & ProviderFile)
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads a provider file of the user's own: JSON with comments, in which most of a profile's words may be left out. Never
 * throws; a file that cannot be used says everything that is wrong with it, in the order of its lines.
 *
 * @param builtIn the providers that ship: one of them may be extended, none may be shadowed
 * @param trial whether the file's vectors are tried as well
 */
export function readProviderFile(
  bytes: Uint8Array,
  builtIn: Catalog,
  { trial = false }: { readonly trial?: boolean } = {},
): FileReading {
  const text = exactTextOf(bytes)
  if (text === undefined) {
    return no([{ path: '', line: 1, message: 'The file is no UTF-8 text.', remedy: 'Save it as UTF-8.' }])
  }
  const reading = readJsonText(text)
  if (!reading.ok) {
    const { path, message, remedy } = reading.fault
    return no([{ path: pathText(path), line: reading.line, message: `It is no JSON. ${message}`, remedy }])
  }
  const { file, faults } = checkDocument(reading.value, builtIn)
  const tried = file && trial ? tryVectors(file.profile, file.vectors) : []
  const problems = [...reading.faults, ...faults, ...tried].map(({ path, message, remedy }) => ({
    path: pathText(path),
    line: reading.lineOf(path),
    message,
    remedy,
  }))
  return file && problems.length === 0
    ? { ok: true, ...file }
    : no(problems.toSorted((a, b) => a.line - b.line))
}

const no = (problems: readonly Problem[]): FileReading => ({ ok: false, problems })
