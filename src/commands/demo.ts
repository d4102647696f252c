import type { CommandContext } from '../command-line/command.ts'
import { defineCommand } from '../command-line/command.ts'
import { composeRequest } from '../delivery/compose.ts'
import { deliverOnce } from '../delivery/deliver.ts'
import type { Seen } from '../delivery/listener.ts'
import { createListener } from '../delivery/listener.ts'
import { newOutgoing } from '../delivery/new-delivery.ts'
import { replayRequest } from '../delivery/replay.ts'
import type { Store } from '../delivery/store.ts'
import type { Tampering } from '../delivery/tamper.ts'
import { exitCodes } from '../errors.ts'
import { deliveryLine } from '../output/delivery-line.ts'
import { marked } from '../output/mark.ts'
import type { Event } from '../provider/event.ts'
import { makeEvent } from '../provider/event.ts'
import { makeKeyPair } from '../provider/key-pair.ts'
import { createKeyring } from '../provider/keyring.ts'
import type { Profile } from '../provider/profile.ts'
import { deliveryEvent, receivedView } from './parts/listen-events.ts'

export const demo = defineCommand({
  about:
    'Starts a receiver on this machine and sends to it: an event of each provider, one spoilt, one twice, one again from what is kept.',
  args: {},
  flags: {},
  examples: [{ line: 'hooks demo', does: 'needs nothing else' }],
  builtInOnly: true,
  async run(_, context) {
    const store = await context.openStore({ memory: true })
    const seen: Seen[] = []
    const secretOf = demoSecrets(context)
    const handle = createListener({
      ...context,
      store,
      keyring: createKeyring(
        context.catalog.names.map((provider) => ({
          of: 'the demo',
          provider,
          secret: secretOf(context.catalog.profile(provider)),
          level: 0,
        })),
      ),
      acceptUnverified: false,
      refused: () => undefined,
      seen: (each) => {
        seen.push(each)
        context.report(deliveryEvent(each), (style) => deliveryLine(receivedView(each), style))
      },
    })
    const server = await context.serve({ host: '127.0.0.1', port: 0, maxBodyBytes: 1_000_000, handle })
    const story = { to: new URL(`${server.url}/hooks`), store, context, secretOf }
    // Whatever happens, an open port would keep the program from ending.
    const told = await tell(story).finally(server.close)
    const right = told.every((expected, at) => expected === seen[at]?.delivery.answered)
    const verified = seen.filter(({ delivery }) => delivery.verdict?.ok).length
    context.report({ kind: 'demo', sent: told.length, received: seen.length, verified, right }, (style) =>
      right
        ? `\n${marked('yes', `${seen.length} received, ${verified} verified, 1 refused, as it should be.`, style)} Next, in two terminals:\n\n  hooks listen --secret whsec_demo\n  hooks trigger ${seen[0]?.delivery.type ?? 'TYPE'} --to http://127.0.0.1:4400 --secret whsec_demo`
        : `\n${marked('no', `not what should have been: expected the answers ${told.join(', ')}`, style)}`,
    )
    return { exit: right ? exitCodes.ok : exitCodes.bug }
  },
})

const shared = 'whsec_demo'

/** A secret for each provider: the same for all, but for those that sign with a key pair. */
function demoSecrets({ catalog, random }: CommandContext): (profile: Profile) => string {
  const own = new Map(
    catalog.names.map((name) => [name, makeKeyPair(catalog.profile(name), random)?.privateKey]),
  )
  return ({ name }) => own.get(name) ?? shared
}

interface Story {
  readonly secretOf: (profile: Profile) => string
  readonly to: URL
  readonly store: Store
  readonly context: CommandContext
}

/** Sends what the story needs, with a line above each part; gives the answer that each delivery should get. */
async function tell(story: Story): Promise<number[]> {
  const { catalog } = story.context
  const base = catalog.names.filter((name) => !name.includes('@')).map(catalog.profile)
  // Those with the secret of the demo first: with it the reader goes on.
  const [own, paired] = [true, false].map((is) =>
    base.filter((each) => (story.secretOf(each) === shared) === is),
  )
  const profiles = [...(own ?? []), ...(paired ?? [])]
  const [first] = profiles
  if (!first) return []
  say(
    story,
    `A receiver listens on ${story.to.origin}. Each provider sends it an event, signed in its own way:`,
  )
  for (const profile of profiles) await send(profile, newEvent(profile, story), story)
  say(story, 'The same with one character of the signature changed:')
  await send(first, newEvent(first, story), { ...story, tamper: 'signature' })
  say(story, 'One event sent twice, as every provider does now and then:')
  const twice = newEvent(first, story)
  await send(first, twice, story)
  await send(first, twice, story)
  say(story, 'The first delivery again, out of what was kept, signed afresh:')
  await replayFirst(first, story)
  return [...profiles.map(() => 200), 401, 200, 200, 200]
}

/** What is told is talk; the deliveries are the answer. */
function say({ context }: Story, text: string): void {
  if (context.json) context.report({ kind: 'says', text })
  else
    context.talk((style) =>
      style.dim(`
${text}`),
    )
}

function newEvent(profile: Profile, { context: { catalog, random, clock } }: Story): Event {
  const samples = catalog.types(profile.name).flatMap((type) => catalog.fixture(profile.name, type) ?? [])
  const sample = samples.find(({ origin }) => origin === 'published') ?? samples[0]
  if (!sample) throw new Error(`${profile.name} has no events.`)
  return makeEvent(profile, sample, { random, at: clock.now() })
}

async function send(
  profile: Profile,
  event: Event,
  story: Story & { readonly tamper?: Tampering },
): Promise<void> {
  const { store, context, tamper } = story
  const at = context.clock.now()
  const secret = story.secretOf(profile)
  const { request, to } = composeRequest({
    profile,
    event,
    to: story.to,
    secret,
    at,
    random: context.random,
    tamper,
  })
  const known = { provider: profile.name, eventId: event.id, type: event.type, unknownType: false }
  const delivery = newOutgoing({ ...known, random: context.random, at, request, to })
  await deliverOnce({ delivery, profile, to, request, number: 1 }, { ...context, store })
}

async function replayFirst(profile: Profile, { to, store, context, secretOf }: Story): Promise<void> {
  const [kept] = store.list({ direction: 'in' })
  if (!kept) return
  const { random, clock } = context
  const at = clock.now()
  const { request } = replayRequest(kept, {
    profile,
    secret: secretOf(profile),
    asReceived: false,
    changes: [],
    to,
    at,
    random,
  })
  const delivery = newOutgoing({ ...kept, random, at, request, to, replayOf: kept.id })
  await deliverOnce({ delivery, profile, to, request, number: 1 }, { ...context, store })
}
