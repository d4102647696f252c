import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { interruptionOf } from '../../../src/host/terminal/interrupt.ts'
import { outputStream } from '../../../src/host/terminal/stream.ts'
import { showsColours, symbolsFor, terminalStyle } from '../../../src/host/terminal/terminal-style.ts'
import type { Symbols } from '../../../src/output/style.ts'
import { asciiSymbols, unicodeSymbols } from '../../../src/output/style.ts'

class FakeOutput extends EventEmitter {
  readonly written: (string | Uint8Array)[] = []
  isTTY?: boolean
  columns?: number
  write(content: string | Uint8Array): void {
    this.written.push(content)
  }
}

const errorWith = (code: string): Error => Object.assign(new Error('words'), { code })

describe('a stream', () => {
  test('knows whether it is a terminal, and how wide just now', () => {
    const output = new FakeOutput()
    const piped = outputStream(output, () => undefined)
    expect([piped.isTerminal, piped.width]).toEqual([false, 80])
    Object.assign(output, { isTTY: true, columns: 120 })
    const terminal = outputStream(output, () => undefined)
    expect([terminal.isTerminal, terminal.width]).toEqual([true, 120])
    output.columns = 0
    expect(terminal.width).toBe(80)
  })

  test.each(['EPIPE', 'EIO', 'ECONNRESET'])('whose reader went away (%s) drops the rest, quietly', (code) => {
    const output = new FakeOutput()
    const failures: Error[] = []
    const stream = outputStream(output, (error) => failures.push(error))
    stream.write('a')
    output.emit('error', errorWith(code))
    stream.write('b')
    expect([output.written, failures]).toEqual([['a'], []])
  })

  test('that fails otherwise tells it once', () => {
    const output = new FakeOutput()
    const failures: Error[] = []
    const stream = outputStream(output, (error) => failures.push(error))
    output.emit('error', errorWith('ENOSPC'))
    output.emit('error', errorWith('ENOSPC'))
    stream.write('b')
    expect([output.written, failures.length]).toEqual([[], 1])
  })
})

test.each<[boolean, boolean, Record<string, string>]>([
  [true, true, {}],
  [false, false, {}],
  [false, true, { NO_COLOR: '1' }],
  [true, true, { NO_COLOR: '' }],
  [false, true, { TERM: 'dumb' }],
  [false, true, { CI: 'true' }],
  [true, true, { CI: 'false' }],
  [true, false, { FORCE_COLOR: '' }],
  [true, false, { FORCE_COLOR: '1' }],
  [true, false, { FORCE_COLOR: 'true', NO_COLOR: '1', CI: '1', TERM: 'dumb' }],
  [false, true, { FORCE_COLOR: '0' }],
  [false, true, { FORCE_COLOR: 'false' }],
])('shows colours: %s where a terminal is %s and the environment is %j', (expected, isTerminal, env) => {
  expect(showsColours({ isTerminal }, env)).toBe(expected)
})

test.each<[string, NodeJS.Platform, Record<string, string>, Symbols]>([
  ['a locale of UTF-8', 'linux', { LANG: 'en_GB.UTF-8' }, unicodeSymbols],
  ['another spelling', 'darwin', { LC_CTYPE: 'C.utf8' }, unicodeSymbols],
  ['the strongest setting', 'linux', { LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, asciiSymbols],
  ['no locale', 'linux', {}, asciiSymbols],
  ['the console, which has few characters', 'linux', { LANG: 'C.UTF-8', TERM: 'linux' }, asciiSymbols],
  ['a modern terminal of Windows', 'win32', { WT_SESSION: 'x' }, unicodeSymbols],
  ['an old terminal of Windows', 'win32', { LANG: 'C.UTF-8' }, asciiSymbols],
])('symbols for %s', (_title, ...[platform, env, expected]) => {
  expect(symbolsFor({ platform, env })).toBe(expected)
})

describe('a style', () => {
  const around = { platform: 'linux', env: { LANG: 'C.UTF-8' } } as const

  test('has the colours of meaning on a terminal, and its width at each moment', async () => {
    const output = Object.assign(new FakeOutput(), { isTTY: true, columns: 100 })
    const style = await terminalStyle(
      outputStream(output, () => undefined),
      around,
    )
    expect({
      marks: [style.yes('a'), style.no('b'), style.look('c'), style.dim('d'), style.bold('e')],
      terminal: style.terminal,
      symbols: style.symbols,
      width: style.width,
    }).toEqual({
      marks: [
        '\x1b[32ma\x1b[39m',
        '\x1b[31mb\x1b[39m',
        '\x1b[33mc\x1b[39m',
        '\x1b[2md\x1b[22m',
        '\x1b[1me\x1b[22m',
      ],
      terminal: true,
      symbols: unicodeSymbols,
      width: 100,
    })
    output.columns = 60
    expect(style.width).toBe(60)
  })

  test('is plain in a pipe', async () => {
    const style = await terminalStyle(
      outputStream(new FakeOutput(), () => undefined),
      around,
    )
    expect([style.yes('a'), style.bold('b'), style.terminal, style.width]).toEqual(['a', 'b', false, 80])
  })
})

describe('an interruption', () => {
  class FakeProcess extends EventEmitter {
    readonly exits: number[] = []
    exit(code: number): void {
      this.exits.push(code)
    }
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('comes by %s, and the second ends at once', (name) => {
    const process = new FakeProcess()
    const signal = interruptionOf(process)
    expect(signal.aborted).toBe(false)
    process.emit(name)
    expect([signal.aborted, process.exits]).toEqual([true, []])
    vi.advanceTimersByTime(150)
    process.emit(name)
    expect(process.exits).toEqual([130])
  })

  test('that comes twice at the same moment is one', () => {
    const process = new FakeProcess()
    const signal = interruptionOf(process)
    process.emit('SIGINT')
    vi.advanceTimersByTime(50)
    process.emit('SIGINT')
    expect([signal.aborted, process.exits]).toEqual([true, []])
  })
})
