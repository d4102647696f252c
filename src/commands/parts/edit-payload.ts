import type { CommandContext } from '../../command-line/command.ts'
import { HooksError } from '../../errors.ts'
import { readJson } from '../../http/body.ts'

const newline = 0x0a

/**
 * Has the user change a payload in the editor.
 *
 * @throws HooksError `not-supported` without an editor or a terminal, `not-json` where JSON was made into something else: what
 *   was written is kept then, and its path told
 */
export async function editPayload(payload: Uint8Array, context: CommandContext): Promise<Uint8Array> {
  const isJson = readJson(payload).ok
  const edited = await context.edit(payload, isJson ? 'payload.json' : 'payload.txt')
  if (edited === undefined) {
    throw new HooksError(
      'not-supported',
      'There is no editor to change the payload in: --edit needs a terminal, and EDITOR set.',
      'Change single fields with --set PATH=VALUE.',
    )
  }
  const content = withoutOwnNewline(edited.content, payload)
  const reading = readJson(content)
  if (isJson && !reading.ok) {
    throw new HooksError(
      'not-json',
      `The payload is no JSON any more (${reading.why}), so nothing was sent.`,
      `It is still in ${edited.path}. Mend it there, and send it with hooks trigger --body.`,
    )
  }
  await edited.discard()
  if (Buffer.compare(content, payload) === 0) context.talk(() => 'The payload was not changed.')
  return content
}

/** Editors end a file with a newline, and a payload that had none is not to get one by that. */
function withoutOwnNewline(content: Uint8Array, before: Uint8Array): Uint8Array {
  return content.at(-1) === newline && before.at(-1) !== newline ? content.subarray(0, -1) : content
}
