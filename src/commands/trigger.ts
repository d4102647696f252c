import type { CommandContext, Result } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import type { Composition } from '../delivery/compose.ts'
import { composeRequest } from '../delivery/compose.ts'
import { deliverOnce } from '../delivery/deliver.ts'
import { newOutgoing } from '../delivery/new-delivery.ts'
import { tamperings } from '../delivery/tamper.ts'
import { HooksError } from '../errors.ts'
import { bodyField } from '../output/json.ts'
import { requestText } from '../output/request.ts'
import { retryFlags, retryOptions } from './parts/retry-flags.ts'
import { signingSecrets } from './parts/secret-check.ts'
import { readKeyring, signingFlags } from './parts/secrets.ts'
import type { Sending, Wishes } from './parts/sending.ts'
import { checkWishes, exitOf, sendingFlags, sentText, sentValue } from './parts/sending.ts'
import { findEvent } from './parts/trigger-event.ts'

export const trigger = defineCommand({
  about: 'The type alone finds the provider where only one has it. What was sent is kept.',
  args: {
    type: { name: 'TYPE', kind: 'eventType', does: 'the event type: hooks providers events', required: true },
  },
  flags: {
    ...sendingFlags,
    provider: {
      kind: 'provider',
      value: 'NAME',
      does: 'the provider, one of its dialects, or a provider file',
      setting: 'provider',
    },
    ...signingFlags,
    set: {
      kind: 'assignment',
      value: 'PATH=VALUE',
      many: true,
      does: 'change a field: data.status=rejected (JSON, else text)',
    },
    add: { kind: 'switch', does: 'let --set make fields that the fixture lacks' },
    body: { kind: 'file', value: 'FILE', does: 'send these exact bytes, signed; - reads standard input' },
    id: { kind: 'text', value: 'ID', does: "the event's id (default: a new one)" },
    at: { kind: 'time', value: 'TIME', does: "the event's time (default: now)" },
    seed: { kind: 'text', value: 'SEED', does: 'the same seed makes the same event, byte for byte' },
    url: {
      kind: 'url',
      value: 'URL',
      does: 'the public URL, where the provider signs it and --to is another',
    },
    header: { kind: 'header', value: "'N: V'", many: true, does: 'add a header, or replace it' },
    force: { kind: 'switch', does: 'send a type that the provider does not document' },
    tamper: { kind: 'choice', choices: tamperings, does: 'spoil it, to see that the handler refuses it' },
    ...retryFlags,
    as: { kind: 'choice', choices: ['curl'], does: 'print a line for the shell instead of sending' },
    dryRun: { kind: 'switch', does: 'print the request instead of sending it' },
  },
  examples: [
    { line: 'hooks trigger job.completed --to http://localhost:3000/hooks', does: 'one event' },
    {
      line: 'hooks trigger job.completed --to URL --set data.files_approved=3',
      does: 'with a field changed',
    },
    {
      line: 'hooks trigger job.completed --to URL --tamper signature --expect-status 4xx',
      does: 'must be refused',
    },
    { line: 'hooks trigger job.completed --to URL --body event.json', does: 'your own bytes, signed' },
    { line: 'hooks trigger job.completed --to URL --retry', does: "on the provider's retry schedule" },
  ],
  async run({ args, flags }, context) {
    checkWishes(flags)
    const retry = retryOptions(flags)
    const isPrinted = flags.as === 'curl' || flags.dryRun
    if (retry && isPrinted) throw onlyPrinted(flags.dryRun ? '--dry-run' : '--as')
    const found = await findEvent({ ...flags, type: args.type }, context)
    const { profile, random } = found
    const keyring = await readKeyring(flags, context)
    // Only the flag asks for two signatures: an old secret in the settings is there for verifying.
    const composition = {
      ...found,
      to: flags.to,
      publicUrl: flags.url,
      ...signingSecrets(keyring, profile, { ...flags, context }),
      at: context.clock.now(),
      headers: [['User-Agent', `hooks/${context.version}`] as const].filter(
        () => !('User-Agent' in profile.headers),
      ),
      tamper: flags.tamper,
      random,
    }
    const headers = [...composition.headers, ...flags.header]
    if (isPrinted) return printed({ ...composition, headers }, flags.as === 'curl')
    const sending = { ...composition, headers, unknownType: found.unknownType }
    if (retry === null) return sent(sending, flags, context)
    const { sendOnSchedule } = await import('./parts/trigger-retry.ts')
    return sendOnSchedule({ ...sending, retry, seed: flags.seed, wishes: flags }, context)
  },
})

const onlyPrinted = (flag: string): HooksError =>
  new HooksError(
    'usage',
    `--retry and ${flag} cannot go together: nothing is sent then.`,
    `Leave ${flag} out.`,
  )

async function printed(composition: Composition, asCurl: boolean): Promise<Result> {
  const { request, to } = composeRequest(composition)
  const url = to.href
  if (asCurl) {
    const { curlCommand } = await import('../delivery/formats/curl.ts')
    const curl = curlCommand(request, url)
    return { value: { kind: 'curl', curl }, view: () => curl }
  }
  const { method, headers, body } = request
  return {
    value: { kind: 'dry-run', method, url, headers, ...bodyField(body) },
    view: (style) => requestText(request, url, style),
  }
}

async function sent(sending: Sending, wishes: Wishes, context: CommandContext): Promise<Result> {
  const { profile, event, unknownType } = sending
  const { request, to } = composeRequest(sending)
  const delivery = newOutgoing({
    random: context.random,
    at: context.clock.now(),
    provider: profile.name,
    eventId: event.id,
    type: event.type,
    unknownType,
    request,
    to,
    tampered: sending.tamper,
  })
  const carrier = { ...context, store: await context.store(), signal: context.interrupted }
  const one = { delivery, profile, to, request, number: 1, timeoutMs: wishes.within }
  const tried = await context.waiting(`waiting for ${to.host}`, deliverOnce(one, carrier))
  const exchange = { delivery, profile, tried, wishes, tampering: sending.tamper }
  return { exit: exitOf(exchange), value: { kind: 'sent', ...sentValue(exchange) }, view: sentText(exchange) }
}
