import { defineCommand } from '../../command-line/command.ts'
import { exitCodes } from '../../errors.ts'
import { candidateView } from '../../output/candidates.ts'
import { marked } from '../../output/mark.ts'
import { detect } from '../../provider/detect.ts'
import { recognise } from '../../provider/recognise.ts'
import { findKept } from '../parts/kept.ts'
import { checkVerifying } from '../parts/secret-check.ts'
import { readKeyring, verifyingFlags } from '../parts/secrets.ts'

const { secret, secretFile, url } = verifyingFlags

export const detectCommand = defineCommand({
  about:
    'Headers, their form and the payload say which providers a delivery may be of. Where several fit, a known secret settles it.',
  args: { id: { name: 'ID', kind: 'id', does: 'a kept delivery', required: true } },
  flags: { secret, secretFile, url },
  examples: [
    { line: 'hooks providers detect dlv_01K9W3T6V2', does: 'the likeliest first' },
    { line: 'hooks providers detect dlv_01K9W3T6V2 --secret S', does: 'the one whose signature it bears' },
  ],
  async run({ args, flags }, context) {
    const { catalog } = context
    const keyring = await readKeyring(flags, context)
    checkVerifying(keyring, undefined, context)
    const { request, at } = findKept(await context.store(), args.id)
    const settled = recognise(request, { catalog, keyring, publicUrl: flags.url, now: at })
    const found = detect(catalog.names.map(catalog.profile), request).map((candidate) => ({
      ...candidate,
      verified: settled.verdict.ok && settled.profile?.name === candidate.profile.name,
    }))
    const value = found.map(({ profile, ...rest }) => ({ provider: profile.name, ...rest }))
    if (found.length > 0) return { value, view: (style) => candidateView(found, style) }
    const none = `No header is one of those that the ${catalog.names.length} known providers sign with.`
    return { exit: exitCodes.no, value, view: (style) => marked('no', none, style) }
  },
})
