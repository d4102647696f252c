import { expect, test } from 'vitest'
import { readSwitch, writeSwitch } from '../../../src/endpoint/api/switch.ts'
import { isPrivateHost, urlProblem } from '../../../src/endpoint/api/url-rules.ts'
import { bytesOf } from '../../../src/http/body.ts'
import { apiOf } from '../support/apis.ts'

const strict = { http: false, privateHosts: false }

test.each<[provider: string, url: string, message: string | undefined]>([
  ['firma', 'https://a.example/hooks', undefined],
  ['firma', 'http://a.example/hooks', 'url must use HTTPS'],
  ['firma', 'https://127.0.0.1/hooks', 'url must not point to a private address'],
  ['firsthand', 'http://a.example/hooks', 'url must use HTTPS'],
  ['firsthand', 'https://localhost/hooks', undefined],
  ['example', 'http://localhost:3000/hooks', undefined],
])('%s and %s', (provider, url, message) => {
  const fields = [{ field: 'url', message }]
  expect(urlProblem(apiOf(provider), url, strict)).toEqual(
    message && { kind: 'insecure-url', message, fields },
  )
  expect(urlProblem(apiOf(provider), url, { http: true, privateHosts: true })).toBeUndefined()
})

test('private hosts, as URLs write them', () => {
  const hosts = [
    'localhost',
    '0x7f.1',
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    'printer.local',
    '100.64.0.1',
    '0',
  ]
  const open = [
    'a.example',
    '172.32.0.1',
    '100.128.0.1',
    '[2001:db8::1]',
    '8.8.8.8',
    'localhost.example',
    'fd.example',
  ]
  const isPrivate = (host: string) => isPrivateHost(new URL(`https://${host}/`).hostname)
  expect([hosts.filter((host) => !isPrivate(host)), open.filter(isPrivate)]).toEqual([[], []])
})

const newer = apiOf('firma@2026-08')
const request = { method: 'PATCH', path: '/workspaces/ws_1' }
const set = (body: string, more: Partial<typeof request> = {}) =>
  readSwitch(newer, { ...request, ...more, body: bytesOf(body) })

test('the switch of a workspace is set', () => {
  const told = { kind: 'switch', workspace: 'ws_1', enabled: false }
  expect(set('{"webhook_enabled":false,"name":"x"}')).toEqual(told)
  expect(set('{"webhook_enabled":false}', { path: `${newer.basePath}/workspaces/ws_1` })).toEqual(told)
  expect(writeSwitch(newer, { workspace: 'ws_1', enabled: true })).toEqual({
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: { id: 'ws_1', webhook_enabled: true },
  })
})

test('what is no switch, or a broken one', () => {
  const message = 'webhook_enabled must be true or false'
  expect([set('{'), set('{}')]).toEqual([
    {
      kind: 'problem',
      problem: { kind: 'malformed', message: 'The body is no valid JSON object', fields: [] },
    },
    {
      kind: 'problem',
      problem: { kind: 'invalid', message, fields: [{ field: 'webhook_enabled', message }] },
    },
  ])
  const others = [
    set('{}', { method: 'GET' }),
    set('{}', { path: '/webhooks/x' }),
    readSwitch(apiOf('firma'), { ...request, body: bytesOf('{"webhook_enabled":true}') }),
  ]
  expect(others).toEqual([{ kind: 'other' }, { kind: 'other' }, { kind: 'other' }])
})
