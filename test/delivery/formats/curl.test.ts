import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { curlCommand } from '../../../src/delivery/formats/curl.ts'
import type { Headers, Request } from '../../../src/http/message.ts'
import { answering, rawServer, wholeRequest } from '../../host/support/raw-server.ts'
import { oddBodies } from '../../judges/support/bodies.ts'
import { deliveryOf, scenes } from '../../judges/support/scenes.ts'
import { catalog } from '../../provider/support/profiles.ts'
import { requestOf } from '../../provider/support/requests.ts'

type Sendable = Pick<Request, 'method' | 'headers' | 'body'>

test('a line that a person can read', () => {
  const request = requestOf(
    [
      ['Host', 'old.test'],
      ['Content-Length', '5'],
      ['Content-Type', 'application/json'],
      ['X-Empty', ''],
      ['X-Quote', "it's"],
    ],
    `{"a": "it's é 😀"}\n`,
  )
  expect(curlCommand(request, 'http://localhost:3000/hooks?a=1')).toBe(
    [
      "curl -X POST 'http://localhost:3000/hooks?a=1' \\",
      "  -H 'Content-Type: application/json' \\",
      "  -H 'X-Empty;' \\",
      "  -H 'X-Quote: it'\\''s' \\",
      "  -H 'Accept:' \\",
      "  -H 'User-Agent:' \\",
      "  -H 'Expect:' \\",
      `  --data-raw '{"a": "it'\\''s é 😀"}`,
      "'",
    ].join('\n'),
  )
})

test('what no terminal can bear is written by printf', () => {
  const request = requestOf(
    [['X-L', '\xe9\t%\\']],
    new Uint8Array([0xff, 0x27, 0x25, 0x5c, 0x61, 0x0a, 0x00, 0x30]),
  )
  expect(curlCommand(request, 'http://localhost/')).toBe(
    [
      "printf '\\377\\047\\045\\134a\\012\\0000' | curl -X POST 'http://localhost/' \\",
      '  -H "$(printf \'X-L: \\351\\011\\045\\134\')" \\',
      "  -H 'Accept:' \\",
      "  -H 'User-Agent:' \\",
      "  -H 'Content-Type:' \\",
      "  -H 'Expect:' \\",
      '  --data-binary @-',
    ].join('\n'),
  )
})

/** Runs a line with a real shell, in an environment that adds nothing to it. */
function run(line: string): Promise<{ code: number | string; err: string }> {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent' }
  return new Promise((resolve) => {
    const child = execFile('sh', { env }, (error, _out, err) =>
      resolve({ code: error ? (error.code ?? 'killed') : 0, err }),
    )
    child.stdin?.end(line.replace('curl ', 'curl -sS '))
  })
}

/** A server that takes one request, and that request as it stood on the wire. */
async function catching() {
  let caught: string | undefined
  const answer = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  const { port } = await rawServer((socket) => {
    const read = wholeRequest()
    socket.on('data', (bytes) => {
      caught = read(bytes) ?? caught
    })
    answer(socket)
  })
  const parts = () => {
    const [head = '', ...rest] = (caught ?? '').split('\r\n\r\n')
    const [line, ...lines] = head.split('\r\n')
    return { line, headers: lines, body: rest.join('\r\n\r\n') }
  }
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, parts }
}

/** Sends what the line says and compares it, byte for byte, with what is to be sent. */
async function expectSame(request: Sendable, target = '/hooks') {
  const { url, host, parts } = await catching()
  const result = await run(curlCommand(request, url + target))
  const body = Buffer.from(request.body)
  expect({ ...result, ...parts() }).toEqual({
    code: 0,
    err: '',
    line: `${request.method} ${target} HTTP/1.1`,
    headers: [
      `Host: ${host}`,
      ...request.headers.map(([name, value]) => `${name}: ${value}`.trimEnd()),
      `Content-Length: ${body.length}`,
    ],
    body: body.toString('latin1'),
  })
}

const hasCurl = spawnSync('curl', ['--version']).status === 0 || process.env.CI !== undefined

describe.runIf(hasCurl)('run with a real shell and a real curl, the line sends the same bytes', () => {
  test.each(scenes.map((scene) => [scene.name, scene] as const))('of %s', async (name, scene) => {
    const { headers, ...request } = deliveryOf(scene, catalog.types(name)[0] ?? '', { secret: 'S' })
    await expectSame({ ...request, headers })
  })

  test.each(Object.entries(oddBodies))('with %s', async (_what, body) => {
    await expectSame(requestOf([['Content-Type', 'application/json']], body))
  })

  test.each<[string, Headers]>([
    ['nothing given', []],
    [
      'curl’s own',
      [
        ['accept', '*/*'],
        ['USER-AGENT', 'a'],
        ['Content-Type', ''],
        ['Expect-CT', 'x'],
      ],
    ],
    ['empty', [['X-Empty', '']]],
    [
      'twice',
      [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    ],
    ['beyond ASCII', [['X-L', 'caf\xe9 \xff']]],
    ['signs of the shell', [['X-S', '$HOME `id` $(id) "a" \'b\' \\n ; & | > < * ? ~ ! # %s {a,b}']]],
    ['a tab', [['X-T', 'a\tb']]],
    ['like a file', [['X-F', '@/etc/hostname']]],
  ])('headers: %s', async (_what, headers) => {
    await expectSame(requestOf(headers, 'x'))
  })

  test.each([
    '/a?b[0]=1&c[]=2',
    '/a?b={x,y}',
    "/a?b='c'&d=$e",
    '/a/../b',
    '/a/./..?b=..',
    '/a.b/..c',
    '/a?b=1[2-3]',
    '/?a=b;c',
  ])('target %s', async (target) => {
    await expectSame(requestOf([], 'x'), target)
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('method %s', async (method) => {
    await expectSame({ ...requestOf([], 'x'), method })
  })

  test('with a body that is too long for an argument', async () => {
    await expectSame(requestOf([], `{"a":"${'é\n'.repeat(100_000)}"}`))
  })
})

describe('what came from outside stays a word', () => {
  /** The words that a shell makes of a line. */
  const wordsOf = (request: Sendable, url: string): string[] => {
    const line = curlCommand(request, url).replace(/^curl /, "printf '%s\\0' ")
    const { stdout } = spawnSync('sh', { input: Buffer.from(line) })
    return stdout.toString('latin1').split('\0').slice(0, -1)
  }
  const hostile = ["POST; echo 'x'", 'POST\necho', '$(id)', '`id`', '-o', "'", '"', '\\', '\xe9']

  test.each(hostile)('as method, URL, header or body: %j', (text) => {
    const request = { ...requestOf([['X-A', text]], text), method: text }
    expect(wordsOf(request, text)).toEqual([
      '-X',
      text,
      Buffer.from(text).toString('latin1'),
      '-H',
      `X-A: ${text}`,
      '-H',
      'Accept:',
      '-H',
      'User-Agent:',
      '-H',
      'Content-Type:',
      '-H',
      'Expect:',
      '--data-raw',
      Buffer.from(text).toString('latin1'),
    ])
  })
})
