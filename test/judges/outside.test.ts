import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bytesOf } from '../../src/http/body.ts'
import { headerValue } from '../../src/http/headers.ts'
import { catalog } from '../provider/support/profiles.ts'
import { oddBodies } from './support/bodies.ts'
import type { Scene } from './support/scenes.ts'
import { allTypes, deliveryOf, scenes } from './support/scenes.ts'

const secret = 'whsec_Zürich – 32 characters or so'

/** Whether a program is here. Where every change is tested (CI) it has to be. */
const has = (program: string, version: string): boolean =>
  process.env.CI !== undefined || spawnSync(program, [version]).status === 0

/** What a program prints for an input. */
function run(program: string, args: readonly string[], input: string | Uint8Array): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} cannot judge: ${error?.message ?? stderr}`)
  return stdout.trim()
}

/** A delivery taken apart by hand: the bytes that its documents call signed, and the signature that it bears. */
function takeApart(scene: Scene, type: string, body?: Uint8Array) {
  const { headers, ...request } = deliveryOf(scene, type, { secret, ...(body && { body }) })
  const { header, timeHeader, name } = scene
  const time = timeHeader && /\d{10}/.exec(headerValue(headers, timeHeader) ?? '')?.[0]
  const content = Buffer.concat([bytesOf(time === undefined ? '' : `${time}.`), request.body])
  return { what: `${name} ${type}`, content, signature: headerValue(headers, header)?.slice(-64) }
}

const typed = allTypes.map((scene) => takeApart(scene, scene.type))
const odd = scenes.flatMap((scene) =>
  Object.values(oddBodies).map((body) => takeApart(scene, catalog.types(scene.name)[0] ?? '', body)),
)

test.runIf(has('openssl', 'version'))('openssl computes the signatures that we sent', () => {
  const asked = [
    ...odd.filter(({ what }) => what.startsWith('firma ')),
    ...scenes.map((scene) => takeApart(scene, catalog.types(scene.name)[0] ?? '')),
  ]
  const computed = asked.map(({ what, content }) => ({
    what,
    content,
    signature: run('openssl', ['dgst', '-sha256', '-hmac', secret], content).slice(-64),
  }))
  expect(computed).toEqual(asked)
})

/** Reads lines of base64, and writes the HMAC of each. */
const python = `
import base64, hashlib, hmac, sys
key = base64.b64decode(sys.argv[1])
for line in sys.stdin:
    print(hmac.new(key, base64.b64decode(line), hashlib.sha256).hexdigest())
`

test.runIf(has('python3', '--version'))(
  'python computes the signatures that we sent, of every type and body',
  () => {
    const asked = [...typed, ...odd]
    const lines = asked.map(({ content }) => `${content.toString('base64')}\n`)
    const answer = run(
      'python3',
      ['-c', python, Buffer.from(secret).toString('base64')],
      lines.join(''),
    ).split('\n')
    const computed = asked.map(({ what }, at) => ({ what, signature: answer[at]?.trim() }))
    expect(computed).toEqual(asked.map(({ what, signature }) => ({ what, signature })))
  },
)
