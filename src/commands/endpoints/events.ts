import { defineCommand } from '../../command-line/command.ts'
import type { DeliveredEvent } from '../../endpoint/api/answers.ts'
import { eventsTable } from '../../output/endpoint-events.ts'
import { fitsGlob } from '../../provider/glob.ts'
import { withoutSecrets } from '../parts/endpoint-value.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const events = defineCommand({
  about: 'What the provider has delivered or tried to, the newest first, where its API tells of that.',
  args: {},
  flags: {
    ...apiFlags,
    type: { kind: 'text', value: 'GLOB', does: "only these types: 'order.*'" },
    state: { kind: 'text', value: 'WORD', does: "only in this state, in the API's own word" },
    limit: { kind: 'count', value: 'N', does: 'no more than N', default: '100' },
  },
  examples: [
    { line: 'hooks endpoints events --provider acme', does: 'the newest' },
    {
      line: "hooks endpoints events --provider acme --type 'order.*' --state failed",
      does: 'what went wrong',
    },
  ],
  async run({ flags }, context) {
    const { client, profile } = await openManagement(flags, context, 'events')
    const { type = '*', state } = flags
    const isMeant = (event: DeliveredEvent): boolean =>
      fitsGlob(type, event.type ?? '') && (state === undefined || event.state === state)
    const found: DeliveredEvent[] = []
    const streams = !context.json && !context.outStyle.terminal
    let left = flags.limit
    for await (const event of left > 0 ? client.events() : []) {
      if (!isMeant(event)) continue
      if (streams) context.report({ kind: 'event' }, (style) => eventsTable([event], style))
      else found.push(event)
      if (--left === 0) break
    }
    const fits = type === '*' && state === undefined ? '' : ' that fits'
    if (left === flags.limit) context.talk(() => `${profile.title} tells of no event${fits}.`)
    if (streams) return {}
    const value = found.map((event) => ({
      ...event,
      payload: withoutSecrets(event.payload),
      raw: withoutSecrets(event.raw),
    }))
    return { value, view: (style) => eventsTable(found, style) }
  },
})
