import type { CommandContext } from '../../command-line/command.ts'
import { defineCommand } from '../../command-line/command.ts'
import type { RotationAnswer } from '../../endpoint/api/answers.ts'
import { unreadable } from '../../endpoint/refusal.ts'
import { HooksError } from '../../errors.ts'
import { mask } from '../../http/redact.ts'
import { rotatedView } from '../../output/endpoint-done.ts'
import { isoTime } from '../../output/times.ts'
import type { SecretOwner } from '../parts/endpoint-secrets.ts'
import { keepTold } from '../parts/endpoint-told.ts'
import { anEndpoint, withEndpoint } from '../parts/endpoints.ts'
import type { Management } from '../parts/management.ts'
import { apiFlags, openManagement } from '../parts/management.ts'

export const rotateSecret = defineCommand({
  about:
    'Of one endpoint or, where the provider has one secret for many, of the whole account or of a workspace. The new one is kept in your settings, and the one before it too, as long as it may still sign.',
  args: { id: anEndpoint },
  flags: {
    ...apiFlags,
    workspace: { kind: 'text', value: 'ID', does: 'that of a workspace, where there are such' },
    reveal: { kind: 'switch', does: 'show the new secret' },
  },
  examples: [
    { line: 'hooks endpoints rotate-secret we_01JQA7Z4 --provider acme', does: 'of one endpoint' },
    { line: 'hooks endpoints rotate-secret --provider acme', does: 'of the whole account' },
    { line: 'hooks endpoints rotate-secret --provider acme --workspace ws_456', does: 'of a workspace' },
  ],
  async run({ args: { id }, flags: { workspace, reveal, ...wishes } }, context) {
    const management = await openManagement(wishes, context, 'rotateSecret')
    checkOwner(management, id, workspace)
    const { owner, answer } = await rotated(management, id, workspace)
    const secret = answer.newSecret
    if (secret === null) {
      throw unreadable(management.api, 'rotateSecret', 'it holds no new secret')
    }
    const { facts, exit } = await keepTold(owner, secret, { reveal, context })
    const overlapEndsAt = overlapEnd(answer, management, context)
    const shown = facts.reveal ? secret : mask(secret)
    const { provider, endpoint = null } = owner
    return {
      exit,
      value: { provider, endpoint, workspace: workspace ?? null, secret: shown, overlapEndsAt },
      view: (style) =>
        rotatedView({ owner, facts: { ...facts, overlapEndsAt }, now: context.clock.now() }, style),
    }
  },
})

/** Refuses to rotate another secret than the one that is named. */
function checkOwner({ api }: Management, id: string | undefined, workspace: string | undefined): void {
  if (api.rules.secret.per === 'endpoint') {
    if (id !== undefined) return
    const hint = 'Give the id of the endpoint: hooks endpoints list'
    throw new HooksError('usage', `At ${api.title} each endpoint has a secret of its own.`, hint)
  }
  if (id === undefined) return
  const which = workspace === undefined ? 'the whole account' : 'the workspace'
  throw new HooksError(
    'not-supported',
    `At ${api.title} no endpoint has a secret of its own, so that of '${id}' cannot be rotated.`,
    `Leave the id out to rotate that of ${which}, for all of its endpoints${workspace === undefined ? '; or give --workspace' : ''}.`,
  )
}

async function rotated(
  management: Management,
  id: string | undefined,
  workspace: string | undefined,
): Promise<{ owner: SecretOwner; answer: RotationAnswer }> {
  const { client, profile } = management
  const provider = profile.name
  if (id === undefined) {
    return { owner: { provider, workspace }, answer: await client.rotateSecret({ workspace }) }
  }
  return withEndpoint(management, id, async (endpoint) => {
    const answer = await client.rotateSecret({ id: endpoint })
    const url = answer.endpoint?.url || undefined
    return { owner: { provider, endpoint, url }, answer }
  })
}

/** When the old secret no longer holds: as the API says, else as the profile does. An ISO time; null where it ends at once. */
function overlapEnd(
  { overlapEndsAt, graceHours, rotatedAt }: RotationAnswer,
  { api }: Management,
  { clock }: CommandContext,
): string | null {
  if (overlapEndsAt !== null) return overlapEndsAt
  const lastsMs = graceHours === null ? api.overlapMs : graceHours * 3_600_000
  const since = rotatedAt === null ? clock.now() : Date.parse(rotatedAt)
  return lastsMs > 0 ? isoTime(since + lastsMs) : null
}
