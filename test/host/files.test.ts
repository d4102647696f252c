import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Files } from '../../src/context.ts'
import { createFiles } from '../../src/host/files.ts'
import { asOrdinaryUser } from './support/ordinary-user.ts'
import { bytes } from './support/sample-delivery.ts'
import { temporaryFolder } from './support/store.ts'

const filesIn = (cwd: string, stdin: Readable = Readable.from([])): Files =>
  createFiles({ stdin: () => stdin, cwd: () => cwd, interrupted: new AbortController().signal })

/** What makes a named pipe; Node cannot. */
const makePipe: string = 'mkfifo'

const modeOf = (path: string): number => statSync(path).mode & 0o777

describe('reading', () => {
  test('gives the bytes of a file', async () => {
    const path = join(temporaryFolder(), 'body')
    writeFileSync(path, bytes('\0\xff\r\n'))
    expect(await filesIn('/').read(path)).toEqual(bytes('\0\xff\r\n'))
  })

  test('says what is wrong', async () => {
    const folder = temporaryFolder()
    const secret = join(folder, 'secret')
    writeFileSync(secret, '', { mode: 0o600 })
    if (process.getuid?.() !== 0) chmodSync(secret, 0)
    chmodSync(folder, 0o755)
    const files = filesIn('/')
    const failureOf = (path: string): Promise<unknown> =>
      asOrdinaryUser(() =>
        files.read(path).then(
          () => undefined,
          ({ code, message }) => ({ code, message }),
        ),
      )
    const cannot = (path: string, why: string) => ({
      code: 'unreadable-file',
      message: `Cannot read '${path}': ${why}.`,
    })
    expect(await failureOf(join(folder, 'none'))).toEqual(cannot(join(folder, 'none'), 'it does not exist'))
    expect(await failureOf(folder)).toEqual(cannot(folder, 'it is a folder'))
    expect(await failureOf(secret)).toEqual(cannot(secret, 'permission is denied'))
    expect(await failureOf(join(secret, 'x'))).toEqual(
      cannot(join(secret, 'x'), 'a part of its path is no folder'),
    )
  })

  test('of standard input goes to its end, and gives the same again', async () => {
    const files = filesIn('/', Readable.from([Buffer.from([0, 255]), Buffer.from('b')]))
    expect(await Promise.all([files.read('-'), files.read('-')])).toEqual([
      bytes('\0\xffb'),
      bytes('\0\xffb'),
    ])
    expect(await files.read('-')).toEqual(bytes('\0\xffb'))
  })

  test('of standard input is ended by an interruption', async () => {
    const controller = new AbortController()
    const files = createFiles({
      stdin: () => new PassThrough(),
      cwd: () => '/',
      interrupted: controller.signal,
    })
    const reading = files.read('-')
    controller.abort()
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' })
  })

  test('of standard input that cannot be read says so', async () => {
    const stdin = new Readable({ read: () => undefined })
    stdin.destroy(Object.assign(new Error('words'), { code: 'EISDIR' }))
    await expect(filesIn('/', stdin).read('-')).rejects.toMatchObject({
      code: 'unreadable-file',
      message: 'Cannot read standard input: it is a folder.',
    })
  })
})

describe('writing', () => {
  test.each([0o000, 0o077])(
    'makes a file for its owner alone, and its folders, with the umask %o',
    async (mask) => {
      const before = process.umask(mask)
      onTestFinished(() => void process.umask(before))
      const folder = temporaryFolder()
      const path = join(folder, 'a', 'b', 'file')
      await filesIn('/').write(path, bytes('\xff'))
      expect(readFileSync(path)).toEqual(Buffer.from([255]))
      expect([path, join(folder, 'a'), join(folder, 'a', 'b')].map(modeOf)).toEqual([0o600, 0o700, 0o700])
    },
  )

  test('replaces a file as a whole, and leaves nothing beside it', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'file')
    writeFileSync(path, 'old and longer', { mode: 0o644 })
    const inode = statSync(path).ino
    await filesIn('/').write(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(statSync(path).ino).not.toBe(inode)
    expect([readdirSync(folder), modeOf(path)]).toEqual([['file'], 0o600])
  })

  test('goes through a link, which stays', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), 'old')
    symlinkSync('file', join(folder, 'link'))
    await filesIn('/').write(join(folder, 'link'), 'new')
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new')
    expect(readdirSync(folder, { withFileTypes: true }).map((entry) => entry.isSymbolicLink())).toEqual([
      false,
      true,
    ])
  })

  test('goes straight into what is no file', async () => {
    const pipe = join(temporaryFolder(), 'pipe')
    execFileSync(makePipe, [pipe])
    const [, read] = await Promise.all([filesIn('/').write(pipe, 'through'), filesIn('/').read(pipe)])
    expect(read).toEqual(bytes('through'))
    expect(statSync(pipe).isFIFO()).toBe(true)
  })

  test('says what is wrong, and leaves nothing', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'sub'))
    await expect(filesIn('/').write(join(folder, 'sub'), '')).rejects.toMatchObject({
      code: 'cannot-write',
      message: `Cannot write '${join(folder, 'sub')}': it is a folder.`,
    })
    await expect(filesIn('/').write(join(folder, 'file', 'x'), '')).rejects.toMatchObject({
      code: 'cannot-write',
    })
    chmodSync(folder, 0o555)
    await expect(asOrdinaryUser(() => filesIn('/').write(join(folder, 'new'), ''))).rejects.toMatchObject({
      code: 'cannot-write',
      message: `Cannot write '${join(folder, 'new')}': permission is denied.`,
    })
    chmodSync(folder, 0o700)
    expect(readdirSync(folder)).toEqual(['file', 'sub'])
  })
})

describe('making a new file', () => {
  test('makes its folders too, for the user alone', async () => {
    const path = join(temporaryFolder(), 'a/b')
    expect(await filesIn('/').create(path, 'new')).toBe(true)
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['new', 0o600])
  })

  test('leaves what is there, be it a file, a folder or a link that leads nowhere', async () => {
    const folder = temporaryFolder()
    const [file, link] = [join(folder, 'file'), join(folder, 'link')]
    writeFileSync(file, 'old')
    symlinkSync(join(folder, 'nowhere'), link)
    const files = filesIn('/')
    expect(await Promise.all([file, folder, link].map((path) => files.create(path, 'new')))).toEqual([
      false,
      false,
      false,
    ])
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['file', 'link']])
  })

  test('says what is wrong', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, 'file', 'x')
    await expect(filesIn('/').create(path, '')).rejects.toMatchObject({ code: 'cannot-write' })
  })
})

describe('removing', () => {
  test('removes a file, and is content where there is none', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    await filesIn('/').remove(join(folder, 'file'))
    await filesIn('/').remove(join(folder, 'file'))
    expect(readdirSync(folder)).toEqual([])
  })

  test('removes no folder', async () => {
    const folder = temporaryFolder()
    await expect(filesIn('/').remove(folder)).rejects.toMatchObject({ code: 'cannot-write' })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('finding upwards', () => {
  test('takes the nearest', async () => {
    const folder = temporaryFolder()
    const deep = join(folder, 'a', 'b', 'c')
    mkdirSync(deep, { recursive: true })
    mkdirSync(join(folder, 'a', 'b', 'hooks.config.json'))
    writeFileSync(join(folder, 'hooks.config.json'), 'far')
    writeFileSync(join(folder, 'a', 'hooks.config.json'), 'near')
    const found = { path: join(folder, 'a', 'hooks.config.json'), text: 'near' }
    expect(await filesIn(deep).findUp('hooks.config.json')).toEqual(found)
  })

  test('finds nothing where there is nothing', async () => {
    expect(await filesIn(temporaryFolder()).findUp('hooks.nowhere.json')).toBeUndefined()
  })

  test('says so where it may not read what it finds', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    writeFileSync(join(folder, 'hooks.config.json'), '{}', { mode: process.getuid?.() === 0 ? 0o600 : 0o000 })
    await expect(asOrdinaryUser(() => filesIn(folder).findUp('hooks.config.json'))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: `Cannot read '${join(folder, 'hooks.config.json')}': permission is denied.`,
    })
  })
})
