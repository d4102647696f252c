import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import type { Style } from './style.ts'

/** A key pair as it is shown. */
export interface KeyPairView {
  readonly algorithm: string
  readonly publicKey: string
  /** Only where it is to be shown. */
  readonly privateKey?: string | undefined
  /** Where the private key is kept: `in acme.key`. */
  readonly kept?: string | undefined
}

/** A key pair for people: what the handler is given, and what hooks signs with. */
export function keyPairView({ algorithm, publicKey, privateKey, kept }: KeyPairView, style: Style): string {
  const fields: Field[] = [
    { label: 'algorithm', value: algorithm },
    { label: 'public key, for your handler', value: linesOf(publicKey) },
    {
      label: 'private key, for hooks',
      value: [
        ...(kept === undefined ? [] : [`kept ${kept}`]),
        ...(privateKey === undefined ? [] : linesOf(privateKey)),
      ],
    },
  ]
  return fieldLines([fields], style).join('\n')
}

const linesOf = (key: string): string[] => key.trimEnd().split('\n')
