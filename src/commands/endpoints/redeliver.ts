import { defineCommand } from '../../command-line/command.ts'
import { escapeLine } from '../../output/escape.ts'
import { marked } from '../../output/mark.ts'
import { withoutSecrets } from '../parts/endpoint-value.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const redeliver = defineCommand({
  about: 'Has the provider deliver an event again. To send what is kept here again: hooks replay',
  args: {
    id: { name: 'EVENT_ID', kind: 'text', does: "an event's id: hooks endpoints events", required: true },
  },
  flags: apiFlags,
  examples: [{ line: 'hooks endpoints redeliver evt_01JQA7Z4M8C3 --provider acme', does: 'one event' }],
  async run({ args: { id }, flags }, context) {
    const { client, api, profile } = await openManagement(flags, context, 'redeliver')
    const { eventId, raw } = await client.redeliver({ id })
    const to =
      api.rules.redelivery === 'all-endpoints' ? 'every endpoint that takes it' : 'the endpoints that failed'
    return {
      value: { provider: profile.name, eventId: eventId ?? id, raw: withoutSecrets(raw) },
      view: (style) => marked('yes', `${escapeLine(eventId ?? id)} is delivered again, to ${to}`, style),
    }
  },
})
