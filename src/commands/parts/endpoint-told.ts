import type { CommandContext } from '../../command-line/command.ts'
import type { ExitCode } from '../../errors.ts'
import { exitCodes } from '../../errors.ts'
import type { SecretFacts } from '../../output/endpoint.ts'
import { escapeLine } from '../../output/escape.ts'
import type { SecretOwner } from './endpoint-secrets.ts'
import { keepSecret } from './endpoint-secrets.ts'

/** What came of keeping a secret: how it is to be shown, and what the command ends with. */
export interface KeptSecret {
  readonly facts: SecretFacts
  readonly exit: ExitCode
}

/**
 * Keeps a secret that the API tells only once, and says where. One that cannot be kept is shown as it is, lest it be lost: then
 * the command has failed, though the API has done what it was asked.
 */
export async function keepTold(
  owner: SecretOwner,
  secret: string,
  { reveal, context }: { readonly reveal: boolean; readonly context: CommandContext },
): Promise<KeptSecret> {
  const problem = await keepSecret(owner, secret, context)
  if (problem) {
    context.talk((style) =>
      style.look(
        escapeLine(
          `The secret cannot be kept: ${problem.message} It is shown below, this once: keep it yourself.`,
        ),
      ),
    )
    return { facts: { secret, reveal: true }, exit: exitCodes.world }
  }
  const { path } = context.userSettings
  context.talk((style) =>
    style.dim(escapeLine(`Its secret is kept in ${path}, where listen, trigger and replay find it.`)),
  )
  return { facts: { secret, reveal }, exit: exitCodes.ok }
}
