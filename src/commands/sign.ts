import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { HooksError } from '../errors.ts'
import { textOf } from '../http/body.ts'
import type { Headers } from '../http/message.ts'
import { escapeLine } from '../output/escape.ts'
import { identify } from '../provider/identify.ts'
import { signRequest } from '../provider/sign.ts'
import { findKept } from './parts/kept.ts'
import { signingSecrets } from './parts/secret-check.ts'
import { readKeyring, signingFlags } from './parts/secrets.ts'

export const sign = defineCommand({
  about: 'Signs a body, or the body of a kept delivery.',
  args: { id: { name: 'ID', kind: 'id', does: 'a kept delivery, instead of --body' } },
  flags: {
    provider: {
      kind: 'provider',
      value: 'NAME',
      does: 'the provider, or a provider file',
      setting: 'provider',
    },
    ...signingFlags,
    body: { kind: 'file', value: 'FILE', does: 'the body; - reads standard input' },
    at: { kind: 'time', value: 'TIME', does: 'the time of signing (default: now)' },
    id: { kind: 'text', value: 'ID', does: "the event's id, where the provider signs it" },
    url: { kind: 'url', value: 'URL', does: 'the URL, where the provider signs it' },
  },
  examples: [
    { line: 'hooks sign --provider example --secret S --body body.json', does: 'one header a line' },
    { line: 'hooks sign --provider example --secret S --body body.json --json', does: 'as an object' },
  ],
  async run({ args, flags }, context) {
    const given = await bodyToSign({ ...flags, kept: args.id }, context)
    const keyring = await readKeyring(flags, context)
    const profile = context.catalog.profile(given.provider)
    const { headers, body } = signRequest(profile, {
      ...signingSecrets(keyring, profile, { ...flags, context }),
      at: flags.at ?? context.clock.now(),
      id: flags.id ?? identify(profile, { headers: [], body: given.body }).id ?? undefined,
      body: given.body,
      method: 'POST',
      url: flags.url?.href ?? '',
      headers: [],
    })
    const value = Object.fromEntries(headers)
    if (profile.signature.inBody === undefined) return { value, view: () => lines(headers) }
    // The signature stands in the body: what is to be sent is printed as it must stand on the wire.
    return context.json ? { value: { ...value, body: textOf(body) } } : { raw: body }
  },
})

const lines = (headers: Headers): string =>
  headers.map(([name, value]) => escapeLine(`${name}: ${value}`)).join('\n')

interface ToSign {
  readonly kept: string | undefined
  readonly provider: string | undefined
  readonly body: string | undefined
}

async function bodyToSign({ kept: id, provider, body }: ToSign, context: CommandContext) {
  const kept = id === undefined ? undefined : findKept(await context.store(), id)
  const name = provider ?? kept?.provider
  if (name == null)
    throw new HooksError(
      'usage',
      '--provider is missing.',
      'Give --provider NAME. All of them: hooks providers list',
    )
  if (kept) return { provider: name, body: kept.request.body }
  if (body !== undefined) return { provider: name, body: await context.files.read(body) }
  throw new HooksError('usage', 'There is nothing to sign.', 'Give --body, or the id of a kept delivery.')
}
