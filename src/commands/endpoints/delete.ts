import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import { exitCodes, HooksError } from '../../errors.ts'
import { escapeLine } from '../../output/escape.ts'
import { marked } from '../../output/mark.ts'
import { forgetSecret } from '../parts/endpoint-secrets.ts'
import { endpointArgument, showEndpoint, withEndpoint } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const deleteCommand = defineCommand({
  about: 'Asks first, on a terminal. Elsewhere it must be told --yes.',
  args: { id: endpointArgument },
  flags: { ...apiFlags, yes: { kind: 'switch', short: 'y', does: 'do not ask' } },
  examples: [
    { line: 'hooks endpoints delete we_01JQA7Z4 --provider acme', does: 'after a question' },
    { line: 'hooks endpoints delete we_01JQA7Z4 --provider acme --yes', does: 'in a script' },
  ],
  async run({ args, flags }, context) {
    const management = await openManagement(flags, context, 'delete')
    const { client, profile } = management
    const id = flags.yes ? args.id : await agreed(management, args.id, context)
    if (id === undefined) {
      context.talk(() => 'Nothing was deleted.')
      return { exit: exitCodes.no, value: { id: args.id, deleted: false } }
    }
    const deleted = await withEndpoint(management, id, async (whole) => {
      await client.delete({ id: whole })
      return whole
    })
    await forgetSecret({ provider: profile.name, endpoint: deleted }, context)
    return {
      value: { id: deleted, deleted: true },
      view: (style) => marked('yes', `deleted ${escapeLine(deleted)}`, style),
    }
  },
})

/** The id of the endpoint that the user agrees to delete; undefined where not. */
async function agreed(
  management: Management,
  id: string,
  context: CommandContext,
): Promise<string | undefined> {
  // Nobody is asked where nobody could answer, and nothing is looked up for that either.
  if (!context.err.isTerminal) throw unasked(id)
  const endpoint = await showEndpoint(management, id, context)
  const answer = await context.ask(`Delete ${escapeLine(`${endpoint.url} (${endpoint.id})`)}? [y/N] `)
  if (answer === undefined) throw unasked(id)
  return /^\s*y(es)?\s*$/i.test(answer) ? endpoint.id : undefined
}

const unasked = (id: string): HooksError =>
  new HooksError(
    'usage',
    `There is no terminal to ask at whether to delete '${id}'.`,
    'If that is meant: --yes',
  )
