import { expect, test } from 'vitest'
import { HooksError } from '../../src/errors.ts'
import { errorJson, errorText } from '../../src/output/errors.ts'
import { colourTerminal, pipe, terminal } from './support/styles.ts'

const error = new HooksError(
  'port-in-use',
  "Port 4400 is in use\n\u001b[31m by 'é'.",
  'Give another: --port 0',
)
const bare = new HooksError('usage', 'What?')

test('an error is two lines: what happened, and what to do', () => {
  expect(errorText(error, terminal())).toBe(
    "✗ Port 4400 is in use\\n\\x1b[31m by 'é'.\n  Give another: --port 0",
  )
  expect(errorText(error, pipe)).toBe(
    "error: Port 4400 is in use\\n\\x1b[31m by 'é'.\n  Give another: --port 0",
  )
  expect(errorText(bare, colourTerminal())).toBe('\u001b[31m✗\u001b[39m What?')
})

test('as JSON it is one line', () => {
  expect([errorJson(error), errorJson(bare)]).toEqual([
    String.raw`{"kind":"error","code":"port-in-use","message":"Port 4400 is in use\n\u001b[31m by '\u00e9'.","hint":"Give another: --port 0"}`,
    '{"kind":"error","code":"usage","message":"What?"}',
  ])
})
