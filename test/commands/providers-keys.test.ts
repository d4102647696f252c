import { createPublicKey, verify } from 'node:crypto'
import { EventWebhook, EventWebhookHeader } from '@sendgrid/eventwebhook'
import { verifyKey } from 'discord-interactions'
import { describe, expect, test } from 'vitest'
import type { MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const body = '{"type":1}'
const files = { body }
const sign = 'sign --body body --json'

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString()

/** What the maker of a provider says of a signature. */
type Judge = (headers: Record<string, string>, publicKey: string) => boolean | Promise<boolean>

const judges: [string, Judge][] = [
  [
    'discord',
    (headers, key) =>
      verifyKey(body, headers['X-Signature-Ed25519'] ?? '', headers['X-Signature-Timestamp'] ?? '', key),
  ],
  [
    'sendgrid',
    (headers, key) => {
      const judge = new EventWebhook()
      const signature =
        headers[EventWebhookHeader.SIGNATURE()] ?? headers['X-Twilio-Email-Event-Webhook-Signature']
      const timestamp = headers['X-Twilio-Email-Event-Webhook-Timestamp'] ?? ''
      return judge.verifySignature(judge.convertPublicKeyToECDSA(key), body, signature ?? '', timestamp)
    },
  ],
  [
    'standard-webhooks@asymmetric',
    (headers, key) => {
      const raw = Buffer.from(key.replace('whpk_', ''), 'base64')
      const x = raw.toString('base64url')
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const signature = headers['webhook-signature']?.replace('v1a,', '') ?? ''
      return verify(null, Buffer.from(content), publicKey, Buffer.from(signature, 'base64'))
    },
  ],
]

describe.each(judges)('%s', (name, judge) => {
  test('the private key signs what the public one accepts, and only that', async () => {
    const here = machine({ files })
    const { publicKey } = await here.json(`providers keys ${name} -o key --json`)
    const other = await here.json(`providers keys ${name} -o other --json`)
    const headers = await here.json(`${sign} --provider ${name} --id msg_1 --secret-file key`)
    expect(await judge(headers, publicKey)).toBe(true)
    expect(await judge(headers, other.publicKey)).toBe(false)
    expect(text(here.files.get('key'))).not.toContain(publicKey)
  })

  test('verify takes the public key', async () => {
    const here = machine({ files })
    const { publicKey } = await here.json(`providers keys ${name} -o key --json`)
    const headers = Object.entries(await here.json(`${sign} --provider ${name} --id msg_1 --secret-file key`))
    const lines = headers.flatMap(([header, value]) => ['--header', `${header}: ${value}`])
    const asked = async (key: string) =>
      (await here.run(`verify --provider ${name} --body body --secret ${key}`, ...lines)).exit
    const other = await here.json(`providers keys ${name} --reveal --json`)
    expect([await asked(publicKey), await asked(other.publicKey)]).toEqual([0, 1])
  })

  test('without a flag it is kept in the settings, and told of again', async () => {
    const here = machine({ files })
    const first = await here.json(`providers keys ${name} --json`)
    expect(await here.json(`providers keys ${name} --json`)).toEqual(first)
    const headers = await here.json(`${sign} --provider ${name} --id msg_1`)
    expect(await judge(headers, first.publicKey)).toBe(true)
  })
})

describe('what is shown', () => {
  const run = async (line: string, options: MachineOptions = {}) => {
    const here = machine(options)
    return { ...(await here.run(line)), files: [...here.files.keys()] }
  }

  test('kept in the settings', async () => {
    expect(await run('providers keys discord')).toMatchSnapshot()
    expect(await run('providers keys discord --json')).toMatchSnapshot()
    expect(await run('providers keys discord', { terminal: true })).toMatchSnapshot()
  })

  test('in a file', async () => {
    const here = machine()
    expect(await here.run('providers keys sendgrid -o keys/mine')).toMatchSnapshot()
    expect(text(here.files.get('keys/mine'))).toMatchSnapshot()
    expect(await here.json('config list --json')).toEqual([])
  })

  test('revealed: a new pair, kept nowhere', async () => {
    const here = machine()
    expect(await here.run('providers keys standard-webhooks@asymmetric --reveal')).toMatchSnapshot()
    expect(await here.json('config list --json')).toEqual([])
  })

  test('the private key nowhere, unless it is asked for', async () => {
    const here = machine()
    const { out, err } = await here.run('providers keys discord')
    const kept = await here.run('config get secrets.discord --reveal')
    expect(kept.out.trim()).toMatch(/^302e[0-9a-f]{92}$/)
    expect(out + err).not.toContain(kept.out.trim().slice(-64))
  })
})

describe('a provider of your own', () => {
  const file = (algorithm: string) => ({
    './acme.json': JSON.stringify({
      formatVersion: 1,
      name: 'acme',
      signature: { algorithm, signs: '{body}', headers: { 'Acme-Signature': '{signature}' } },
      event: { type: 'type' },
    }),
  })

  test.each(['ed25519', 'ecdsa-p256-sha256'])(
    'keys of %s in PEM, by file and by setting',
    async (algorithm) => {
      const here = machine({ files: { ...files, ...file(algorithm) } })
      const inFile = await here.json('providers keys ./acme.json -o key --json')
      const inSettings = await here.json('providers keys ./acme.json --json')
      const signed = async (more: string): Promise<Buffer> =>
        Buffer.from((await here.json(`${sign} --provider ./acme.json ${more}`))['Acme-Signature'], 'base64')
      const hash = algorithm === 'ed25519' ? null : 'sha256'
      const accepts = (key: string, signature: Buffer) => verify(hash, Buffer.from(body), key, signature)
      const [one, two] = [await signed('--secret-file key'), await signed('')]
      expect([accepts(inFile.publicKey, one), accepts(inSettings.publicKey, two)]).toEqual([true, true])
      expect([accepts(inFile.publicKey, two), accepts(inSettings.publicKey, one)]).toEqual([false, false])
    },
  )

  test('RSA', async () => {
    const here = machine({ files: file('rsa-sha256') })
    expect(await here.run('providers keys ./acme.json')).toMatchSnapshot()
  })
})

describe('what cannot be', () => {
  test('a file that is there already is never written over', async () => {
    const here = machine({ files: { key: 'in use' } })
    expect(await here.run('providers keys discord -o key')).toMatchSnapshot()
    expect(text(here.files.get('key'))).toBe('in use')
  })

  test('a setting that is there already is never written over', async () => {
    const settings = { secrets: { discord: 'ab'.repeat(32) } }
    const here = machine({ settings })
    expect(await here.run('providers keys discord')).toMatchSnapshot()
    expect(await here.json('config list --reveal --json')).toMatchObject([{ value: 'ab'.repeat(32) }])
  })

  test('a provider without key pairs, and none at all', async () => {
    expect(await run('providers keys firma')).toMatchSnapshot()
    expect(await run('providers keys svix --json')).toMatchSnapshot()
    expect(await run('providers keys firma -o key')).toMatchSnapshot()
    expect(await run('providers keys discor')).toMatchSnapshot()
  })

  const run = (line: string) => machine().run(line)
})
