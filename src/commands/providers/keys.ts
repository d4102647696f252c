import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import { changedSetting } from '../../command-line/settings-document.ts'
import { settingIn } from '../../command-line/settings-table.ts'
import { HooksError } from '../../errors.ts'
import { keyPairView } from '../../output/key-pair.ts'
import type { KeyPair } from '../../provider/key-pair.ts'
import { makeKeyPair, pairOf } from '../../provider/key-pair.ts'
import type { Profile } from '../../provider/profile.ts'
import { secretForm } from '../../provider/secret-form.ts'
import { writeNew } from '../parts/new-file.ts'

export const keys = defineCommand({
  about:
    'For a provider that signs with a key pair. The public key is for your handler. The private one is what hooks signs with: without a flag it is kept in your settings, where trigger finds it, and the next call tells of the same pair again.',
  args: { name: { name: 'NAME', kind: 'provider', does: 'a provider or a dialect', required: true } },
  flags: {
    output: {
      kind: 'file',
      value: 'FILE',
      short: 'o',
      does: 'make a new pair, its private key in a file: for --secret-file',
    },
    reveal: { kind: 'switch', does: 'make a new pair, its private key shown' },
  },
  examples: [
    { line: 'hooks providers keys acme', does: 'the pair that trigger signs with' },
    {
      line: 'hooks providers keys acme -o acme.key',
      does: 'another pair, for trigger --secret-file acme.key',
    },
  ],
  async run({ args, flags: { output, reveal } }, context) {
    const profile = context.catalog.profile(args.name)
    const anew = output !== undefined || reveal
    const { pair, kept } = anew ? await newPair(profile, output, context) : await keptPair(profile, context)
    const { algorithm } = profile.signature
    const shown = { algorithm, publicKey: pair.publicKey, ...(reveal ? { privateKey: pair.privateKey } : {}) }
    const value = { provider: profile.name, ...shown, ...kept }
    return { value, view: (style) => keyPairView({ ...shown, kept: placeOf(kept, context) }, style) }
  },
})

/** A pair, and where its private key is kept; undefined where it is nowhere. */
interface Made {
  readonly pair: KeyPair
  readonly kept: { readonly file: string } | { readonly setting: string } | undefined
}

function placeOf(kept: Made['kept'], { userSettings }: CommandContext): string | undefined {
  if (kept === undefined) return undefined
  return 'file' in kept ? `in ${kept.file}` : `as ${kept.setting} in ${userSettings.path}`
}

function makePair(profile: Profile, { random }: CommandContext): KeyPair {
  const pair = makeKeyPair(profile, random)
  if (pair) return pair
  const { algorithm } = profile.signature
  const isRsa = algorithm === 'rsa-sha256'
  throw new HooksError(
    'not-supported',
    isRsa
      ? `${profile.title} signs with RSA, whose keys hooks does not make.`
      : `${profile.title} signs with ${algorithm}, which takes no key pair.`,
    isRsa
      ? 'Make one: openssl genrsa -out key.pem 2048 && openssl rsa -in key.pem -pubout'
      : `It uses ${secretForm(profile)}, the same on both sides: give it by --secret.`,
  )
}

async function newPair(profile: Profile, file: string | undefined, context: CommandContext): Promise<Made> {
  const pair = makePair(profile, context)
  if (file === undefined) return { pair, kept: undefined }
  // A key that is in use is never written over.
  await writeNew(file, `${pair.privateKey.trimEnd()}\n`, context)
  return { pair, kept: { file } }
}

/** The pair of the user's settings; made the first time. What is there already is never written over. */
async function keptPair(profile: Profile, context: CommandContext): Promise<Made> {
  const { userSettings } = context
  const name = `secrets.${profile.name}`
  const fresh = makePair(profile, context)
  const table = await userSettings.all()
  const present = settingIn(table, name)
  if (typeof present === 'string') {
    const pair = pairOf(profile, present)
    if (pair) return { pair, kept: { setting: name } }
    throw new HooksError(
      'usage',
      `Your setting ${name} holds no private key of ${profile.title}.`,
      `Make room: hooks config unset ${name}. Or give --output FILE.`,
    )
  }
  const changed = changedSetting(table, name, fresh.privateKey)
  await userSettings.set(changed.key, changed.value)
  return { pair: fresh, kept: { setting: name } }
}
