import type { CommandContext, Result } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { Kept } from '../../delivery/store.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import { asciiJson, bytesOf, isObject } from '../../http/body.ts'
import { escapeLine } from '../../output/escape.ts'
import { schemeView, unlearntView } from '../../output/learnt.ts'
import type { Catalog } from '../../provider/catalog.ts'
import { createCatalog } from '../../provider/catalog.ts'
import { providerDocument, senderName } from '../../provider/learn/document.ts'
import type { Learnt } from '../../provider/learn/learn.ts'
import { learnScheme } from '../../provider/learn/learn.ts'
import type { Scheme } from '../../provider/learn/scheme.ts'
import { recognise } from '../../provider/recognise.ts'
import { findKept } from '../parts/kept.ts'
import { writeNew } from '../parts/new-file.ts'
import { asProvider } from '../parts/provider-file.ts'
import { checkVerifying } from '../parts/secret-check.ts'
import { readKeyring, secretFlags } from '../parts/secrets.ts'

export const learn = defineCommand({
  about:
    'Tries the schemes that are in use: which header, how it is written, what is signed, how the secret becomes the key. The first that verifies the delivery is written as a provider file, with the delivery as its first event.',
  args: { id: { name: 'ID', kind: 'id', does: 'a kept delivery', required: true } },
  flags: {
    secret: {
      ...secretFlags.secret,
      many: true,
      does: 'the secret, or the public key, that it is signed with',
    },
    secretFile: secretFlags.secretFile,
    url: { kind: 'url', value: 'URL', does: 'the URL that the sender knows, where it may be signed' },
    name: { kind: 'text', value: 'NAME', does: 'what the provider is to be called' },
    output: { kind: 'file', value: 'FILE', short: 'o', does: 'write to a new file instead of stdout' },
  },
  examples: [
    { line: 'hooks providers learn dlv_01K9W3T6V2 --secret S -o acme.json', does: 'a provider of your own' },
    { line: 'hooks trigger order.paid --provider ./acme.json --to URL', does: 'and how it is used' },
  ],
  async run({ args, flags }, context) {
    const keyring = await readKeyring(flags, context)
    const secrets = keyring.secretsFor(anyone).current
    if (secrets.length === 0) {
      throw new HooksError('no-secret', 'No secret is known to try.', 'Give --secret, or set HOOKS_SECRET.')
    }
    checkVerifying(keyring, undefined, context)
    const name = flags.name ?? nameOfFile(flags.output)
    if (flags.name !== undefined && !isName(flags.name)) throw wrongName(flags.name)
    const kept = findKept(await context.store(), args.id)
    const learnt = learnScheme({ ...kept, secrets, publicUrl: flags.url })
    const { scheme, tried } = learnt
    if (!scheme) {
      return {
        exit: exitCodes.no,
        value: { learnt: false, tried },
        view: (style) => unlearntView(tried, style),
      }
    }
    const known = recognise(kept.request, { ...context, keyring, publicUrl: flags.url, now: kept.at })
    if (known.verdict.ok && known.profile) {
      const { name } = known.profile
      context.talk((style) => style.look(`It is known already: --provider ${name} verifies it.`))
    }
    return told({ kept, learnt, scheme, name, output: flags.output }, context)
  },
})

/** Secrets that name a provider are for that one; here it is not known yet. */
const anyone = ''

const isName = (name: string): boolean => /^[a-z0-9][a-z0-9-]*(@[a-z0-9][a-z0-9.-]*)?$/.test(name)

const wrongName = (name: string): HooksError =>
  new HooksError(
    'invalid-value',
    `'${name}' is no name of a provider.`,
    'Take small letters, digits and hyphens: acme',
  )

/** `some/acme.json` is to be called `acme`. */
function nameOfFile(path: string | undefined): string | undefined {
  const name = path
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.json$/i, '')
    .toLowerCase()
  return name !== undefined && isName(name) ? name : undefined
}

interface Telling {
  readonly kept: Kept
  readonly learnt: Learnt
  readonly scheme: Scheme
  readonly name: string | undefined
  readonly output: string | undefined
}

async function told(
  { kept, learnt, scheme, name, output }: Telling,
  context: CommandContext,
): Promise<Result> {
  const { tried } = learnt
  const builtIn = createCatalog(context.fixtures)
  const free = freeName(name ?? senderName(scheme), builtIn)
  const document = providerDocument({ ...kept, name: free, scheme })
  const text = `${asciiJson(document, 2)}\n`
  // The same way as everyone loads it: it brings the schema along.
  const { readProviderFile } = await import('../../provider/provider-file.ts')
  const read = readProviderFile(bytesOf(text), builtIn)
  context.talk((style) => schemeView(scheme, tried, style))
  if (scheme.url !== undefined) {
    const url = escapeLine(scheme.url)
    context.talk(() => `The URL is signed, as ${url}: where the sender knows another one, give --url.`)
  }
  if (isObject(document) && JSON.stringify(document.events) === '[]') {
    context.talk((style) =>
      style.look('What type of event it is was not found: say it in event.type, and add a sample to events.'),
    )
  }
  for (const problem of read.ok ? [] : read.problems) {
    context.talk((style) =>
      style.look(`Still to be mended at ${problem.path}: ${escapeLine(problem.message)}`),
    )
  }
  const value = {
    learnt: true,
    tries: tried.tries,
    ...(output === undefined ? {} : { output }),
    profile: document,
  }
  if (output === undefined) return { value, view: () => text }
  await writeNew(output, text, context)
  context.talk(() => `Written to ${output}. Use it: --provider ${asProvider(output)}`)
  return { value }
}

/** Nothing may take the place of a built-in provider. */
const freeName = (name: string, { names }: Catalog): string => (names.includes(name) ? `my-${name}` : name)
