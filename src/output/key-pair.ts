import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import type { Style } from './style.ts'

/** A key pair as it is shown: what the handler is given, and where what hooks signs with is. */
export interface KeyPairView {
  readonly algorithm: string
  readonly publicKey: string
  /** Only where it is to be shown. */
  readonly privateKey?: string | undefined
  /** Where the private key is: `in acme.key`. */
  readonly kept?: string | undefined
}

/** A key pair for people: each key with whose it is. */
export function keyPairView({ algorithm, publicKey, privateKey, kept }: KeyPairView, style: Style): string {
  const signing: Field[] = [
    { label: 'private key', value: privateKey === undefined ? [] : linesOf(privateKey) },
    { label: 'kept', value: kept ?? [] },
  ]
  const groups = [
    [
      { label: 'algorithm', value: algorithm },
      { label: 'public key', value: linesOf(publicKey) },
    ],
    signing,
  ]
  return fieldLines(groups, style).join('\n')
}

const linesOf = (key: string): string[] => key.trimEnd().split('\n')
