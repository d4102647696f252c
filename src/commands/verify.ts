import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { exitCodes, HooksError } from '../errors.ts'
import type { Request } from '../http/message.ts'
import { verdictView } from '../output/verdict.ts'
import { recognise } from '../provider/recognise.ts'
import { findKept } from './parts/kept.ts'
import { checkRecognised, checkVerifying } from './parts/secret-check.ts'
import { readKeyring, verifyingFlags } from './parts/secrets.ts'

export const verify = defineCommand({
  about:
    'Verifies a body with its headers, or a kept delivery: at the time that it came, unless --at says otherwise.',
  args: { id: { name: 'ID', kind: 'id', does: 'a kept delivery, instead of --header and --body' } },
  flags: {
    ...verifyingFlags,
    header: { kind: 'header', value: "'N: V'", many: true, does: 'a header of the request' },
    body: { kind: 'file', value: 'FILE', does: 'the body; - reads standard input' },
    at: { kind: 'time', value: 'TIME', does: 'the time to verify at (default: now)' },
  },
  examples: [
    { line: 'hooks verify --provider example --header "$H" --body body.json', does: 'a body and its header' },
    { line: 'hooks verify dlv_01K9W3T6V2 --secret whsec_…', does: 'what was received' },
  ],
  async run({ args, flags }, context) {
    const keyring = await readKeyring(flags, context)
    checkVerifying(keyring, flags.provider, context)
    const { request, at } = await requestToVerify({ ...flags, id: args.id }, context)
    const { catalog } = context
    const { verdict, profile } = recognise(request, {
      catalog,
      provider: flags.provider,
      keyring,
      publicUrl: flags.url,
      now: flags.at ?? at,
    })
    if (!verdict.ok && profile) checkRecognised(keyring, profile, context)
    const exit = verdict.ok ? exitCodes.ok : exitCodes.no
    return { exit, value: verdict, view: (style) => verdictView(verdict, style) }
  },
})

interface ToVerify {
  readonly id: string | undefined
  readonly header: Request['headers']
  readonly body: string | undefined
}

async function requestToVerify({ id, header, body }: ToVerify, context: CommandContext) {
  if (id !== undefined) {
    const { request, at } = findKept(await context.store(), id, 'in')
    return { request, at }
  }
  if (body === undefined) {
    throw new HooksError(
      'usage',
      'There is nothing to verify.',
      'Give --header and --body, or the id of a kept delivery.',
    )
  }
  const request = { method: 'POST', target: '/', headers: header, body: await context.files.read(body) }
  return { request, at: context.clock.now() }
}
