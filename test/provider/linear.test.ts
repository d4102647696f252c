import { expect, test } from 'vitest'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { bytesOf } from '../../src/http/body.ts'
import type { Headers } from '../../src/http/message.ts'
import type { Profile } from '../../src/provider/profile.ts'
import { vectorsSchema } from '../../src/provider/profile.ts'
import { parseTemplate, writeText } from '../../src/provider/template.ts'
import { verify } from '../../src/provider/verify.ts'
import { acme, shipped } from './support/profiles.ts'
import { now, requestOf } from './support/requests.ts'
import { workOf } from './support/work.ts'

/** Requests of a size that are made to be slow: near misses of what the profile's templates write. */
const attacks: Record<string, (profile: Profile, size: number) => { headers: Headers; body?: string }> = {
  'literals again and again': (profile, size) => ({
    headers: lines(profile, (template) => writeText(parseTemplate(template), () => '').repeat(size)),
  }),
  'separators only': (profile, size) => ({
    headers: lines(profile, () => (profile.signature.separator ?? ',').repeat(size)),
  }),
  'values as they should be, again and again': (profile, size) => ({
    headers: lines(profile, (template) =>
      Array(size)
        .fill(written(template))
        .join(profile.signature.separator ?? ','),
    ),
  }),
  'long fields': (profile, size) => ({
    headers: lines(profile, (template) => writeText(parseTemplate(template), () => 'a'.repeat(size))),
  }),
  'lines of the same header, each another': (profile, size) => ({
    headers: Array.from({ length: size }, (_, at) =>
      lines(profile, (template) => `${written(template)}${at}`),
    ).flat(),
  }),
  'other headers': (profile, size) => ({
    headers: [
      ...Array.from({ length: size }, (_, at): [string, string] => [`X-${at}`, 'a']),
      ...lines(profile, written),
    ],
  }),
  'a body of fields': (profile, size) => ({
    headers: lines(profile, written),
    body: JSON.stringify({
      ...Object.fromEntries(Array.from({ length: size }, (_, at) => [`key${at}`, at])),
      [profile.signature.inBody?.key ?? 'key']: written(profile.signature.inBody?.value ?? ''),
    }),
  }),
  'a body of parameters': (profile, size) => ({
    headers: lines(profile, written),
    body: 'b=1&a=2&'.repeat(size),
  }),
  'as many signatures as are tried, and a long body': (profile, size) => ({
    headers: lines(profile, (template) =>
      Array(size / 20)
        .fill(written(template))
        .join(profile.signature.separator),
    ),
    body: 'a'.repeat(100 * size),
  }),
}

const lines = ({ signature }: Profile, value: (template: string) => string): [string, string][] =>
  Object.entries({ ...signature.headers, ...signature.previous }).map(([name, template]) => [
    name,
    value(template),
  ])

const written = (template: string): string =>
  writeText(
    parseTemplate(template),
    (field) => ({ timestamp: '1773569100', signature: 'ab'.repeat(32) })[field] ?? 'a',
  )

const secretOf = (name: string): string =>
  vectorsSchema.parse(JSON.parse(fixturesFolder().text(`${name}/vectors.json`) ?? '[]'))[0]?.secret ?? ''

const profiles = [
  ...shipped.names.map((name) => ({ name, profile: shipped.profile(name), secret: secretOf(name) })),
  { name: 'a list of hex', profile: acme(), secret: 'S' },
  {
    name: 'many fields',
    profile: acme({
      signature: { separator: null, headers: { 'Acme-Signature': 'a{id}a{timestamp}a{signature}aa' } },
    }),
    secret: 'S',
  },
]

test.each(profiles)('verifying takes linear time: $name', ({ profile, secret }) => {
  const growth = Object.entries(attacks).map(([what, attack]) => {
    const workAt = (size: number): number => {
      const { headers, body } = attack(profile, size)
      const request = { ...requestOf(headers), body: bytesOf(body ?? '{}') }
      return workOf(() =>
        verify(profile, { request, secrets: { current: [secret, 'S'], previous: ['old'] }, now }),
      )
    }
    // What is worked out but once, such as the reading of a template, would count for the first size only.
    workAt(200)
    const [one = 0, two = 0, four = 0] = [200, 400, 800].map(workAt)
    // What is quadratic grows four times as much from two to four as from one to two.
    return { what, linear: four - two <= 2.5 * (two - one) + 500, ...{ one, two, four } }
  })
  expect(growth.filter(({ linear }) => !linear)).toEqual([])
})

test('what is not linear is told apart from what is', () => {
  const quadratic = (size: number) => () => {
    for (let at = 0; at < size; at++) 'a'.repeat(size).split(',')
  }
  expect([200, 400, 800].map((size) => workOf(quadratic(size)))).toEqual([40_000, 160_000, 640_000])
})
