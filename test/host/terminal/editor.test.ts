import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Context } from '../../../src/context.ts'
import { createEdit } from '../../../src/host/terminal/editor.ts'
import { temporaryFolder } from '../support/store.ts'

const { platform } = process
const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
const around = { platform, isTerminal: true }

/** An editor that does this with the file, whose path is `$1`. */
function editor(script: string): string {
  const path = join(temporaryFolder(), 'an editor')
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return `'${path}'`
}

const failureOf = (edit: ReturnType<Context['edit']>): Promise<unknown> =>
  edit.then(
    () => undefined,
    ({ code, message }) => ({ code, message: message.replaceAll(/\/\S+/g, '/PATH') }),
  )

test('the bytes as they are, in a file of its owner alone, until it is discarded', async () => {
  const note = join(temporaryFolder(), 'mode')
  const env = { EDITOR: editor(`stat -c %a "$1" "$(dirname "$1")" > ${note}; printf more >> "$1"`) }
  const edited = await createEdit({ ...around, env })(bytes, 'payload.json')
  expect(edited?.content).toEqual(Uint8Array.from([...bytes, ...Buffer.from('more')]))
  expect(readFileSync(note, 'utf8')).toBe('600\n700\n')
  expect([edited?.path.endsWith('/payload.json'), statSync(edited?.path ?? '').mode & 0o777]).toEqual([
    true,
    0o600,
  ])
  await edited?.discard()
  expect(existsSync(dirname(edited?.path ?? ''))).toBe(false)
})

test('with arguments of its own, and before EDITOR what VISUAL says', async () => {
  const visual = `${editor('printf "%s" "$1" > "$2"')} --wait`
  const env = { EDITOR: 'false', VISUAL: visual }
  const edited = await createEdit({ ...around, env })(bytes, 'payload.json')
  expect(Buffer.from(edited?.content ?? []).toString()).toBe('--wait')
  await edited?.discard()
})

describe('none', () => {
  test.each([
    ['where nothing names one', { ...around, env: {} }],
    ['where nobody sits at a terminal', { ...around, env: { EDITOR: 'true' }, isTerminal: false }],
  ])('%s', async (_title, at) => {
    expect(await createEdit(at)(bytes, 'payload.json')).toBe(undefined)
  })
})

describe('one that fails', () => {
  test.each([
    [
      'by its code',
      'exit 3',
      { code: 'invalid-value', message: expect.stringMatching(/ended with 3, so nothing was sent\.$/) },
    ],
    [
      'by removing the file',
      'rm "$1"',
      { code: 'cannot-write', message: expect.stringMatching(/: it does not exist\.$/) },
    ],
  ])('%s', async (_title, script, expected) => {
    expect(await failureOf(createEdit({ ...around, env: { EDITOR: editor(script) } })(bytes, 'a'))).toEqual(
      expected,
    )
  })

  test('since it does not exist', async () => {
    const env = { EDITOR: '/nowhere/at/all' }
    expect(await failureOf(createEdit({ ...around, env })(bytes, 'a'))).toEqual({
      code: 'invalid-value',
      message: "The editor '/PATH ended with 127, so nothing was sent.",
    })
  })
})
