import { describe, expect, test } from 'vitest'
import { exportDeliveries, exportFormats } from '../../src/delivery/export.ts'
import { curlCommand } from '../../src/delivery/formats/curl.ts'
import { writeFixture } from '../../src/delivery/formats/fixture.ts'
import { writeHar } from '../../src/delivery/formats/har.ts'
import { writeLine } from '../../src/delivery/formats/jsonl.ts'
import { redactDelivery, secretHeaders } from '../../src/delivery/redact-delivery.ts'
import type { Kept } from '../../src/delivery/store.ts'
import { scenes } from '../judges/support/scenes.ts'
import { catalog } from '../provider/support/profiles.ts'
import { signedRequest } from '../provider/support/requests.ts'
import { received, sent } from './support/kept.ts'

const secret = 'A0123456789abcdef0123456789ABCDEF'

/** A delivery with a secret in every place that may hold one. */
const full = (): Kept => {
  const headers = [
    ['Authorization', `Bearer ${secret}`],
    ['Cookie', `sid=${secret}`],
    ['X-Custom', secret],
    ['X-Plain', 'plain'],
  ] as const
  const to = `http://me:${secret}@localhost:3000/hooks?token=${secret}&a=1`
  const [attempt] = sent().attempts
  if (!attempt?.response) throw new Error('There is an answer.')
  const response = { ...attempt.response, headers: [['Set-Cookie', `sid=${secret}`]] as const }
  return received({
    to,
    signature: { header: 'X-Custom', scheme: '{signature}' },
    request: { ...received().request, target: `/hooks?api_key=${secret}`, headers },
    attempts: [{ ...attempt, to, headers, response }],
  })
}

const exporting = (format: (typeof exportFormats)[number], reveal: boolean) => ({
  format,
  reveal,
  catalog,
  version: '1',
})

test('each format, one after the other, is what its writer makes', () => {
  const kept = [received(), sent()]
  const [first, second] = kept.map(({ request }) => request)
  if (!first || !second) throw new Error('There are two.')
  expect(exportFormats.map((format) => exportDeliveries(kept, exporting(format, true)))).toEqual([
    kept.map((each) => `${writeLine(each)}\n`).join(''),
    `${curlCommand(first, 'http://localhost:3000/hooks')}\n${curlCommand(second, 'http://localhost:3000/hooks')}\n`,
    `${writeHar(kept, '1')}\n`,
    kept.map((each) => `${writeFixture(each)}\n`).join(''),
  ])
})

test.each(['*', 'http://evil.test/', '@evil.test/x', ''])('a target %j names no other host', (target) => {
  const kept = received({ request: { ...received().request, target } })
  expect(exportDeliveries([kept], exporting('curl', true))).toContain("'http://localhost:3000/' ")
})

describe('what is secret', () => {
  test.each(exportFormats)('is in no %s, unless it is asked for', (format) => {
    const [hidden, shown] = [false, true].map((reveal) =>
      exportDeliveries([full()], exporting(format, reveal)),
    )
    expect([hidden?.includes(secret), hidden?.includes('cdef0123'), shown?.includes(secret)]).toEqual([
      false,
      false,
      format !== 'fixture',
    ])
  })

  test('is masked in every place, and nothing else is changed', () => {
    const kept = full()
    const headers = [
      ['Authorization', 'Bearer ...CDEF'],
      ['Cookie', 'sid=...CDEF'],
      ['X-Custom', 'A012...CDEF'],
      ['X-Plain', 'plain'],
    ]
    const to = 'http://…@localhost:3000/hooks?token=A012…CDEF&a=1'
    const [attempt] = kept.attempts
    expect(redactDelivery(kept, catalog)).toEqual({
      ...kept,
      to,
      request: { ...kept.request, target: '/hooks?api_key=A012…CDEF', headers },
      attempts: [
        {
          ...attempt,
          to,
          headers,
          response: { ...attempt?.response, headers: [['Set-Cookie', 'sid=...CDEF']] },
        },
      ],
    })
  })

  test.each(scenes.map(({ name, profile }) => ({ name, profile })))(
    'is the signature of $name, seen or not',
    ({ name, profile }) => {
      const request = signedRequest(profile)
      const kept = received({ provider: name, signature: null, request })
      const shown = redactDelivery(kept, catalog).request.headers
      const hex = /[0-9a-f]{64}/
      expect(request.headers.filter(([, value]) => hex.test(value))).not.toEqual([])
      expect(shown.filter(([, value]) => hex.test(value))).toEqual([])
    },
  )

  test('is what the provider signs with, and what was seen', () => {
    const names = (changes: Partial<Kept>) => secretHeaders(received(changes), catalog)
    expect([
      names({ provider: 'firma', signature: null }),
      names({ provider: 'nobody', signature: { header: 'X-A', scheme: '' } }),
      names({ provider: null, signature: null }),
    ]).toEqual([['X-Firma-Signature', 'X-Firma-Signature-Old'], ['X-A'], []])
  })
})
