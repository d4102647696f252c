import { expect, test } from 'vitest'
import { describeApi, insteadOf, newIdForm, newRequestIdForm } from '../../../src/endpoint/api/describe.ts'
import { operations } from '../../../src/provider/management.ts'
import { shipped } from '../../provider/support/profiles.ts'
import { apiOf } from '../support/apis.ts'

test('these providers can be managed, and in these ways', () => {
  const found = shipped.names.flatMap((name) => {
    const api = describeApi(shipped.profile(name))
    return api ? [[name, operations.filter(api.supports).join(' ')]] : []
  })
  const firma = 'list create show update delete test rotateSecret secretStatus'
  const firsthand = 'list create show update delete rotateSecret events redeliver'
  expect(Object.fromEntries(found)).toEqual({
    example: 'list create update delete test',
    firma,
    'firma@2026-04': firma,
    'firma@2026-08': firma,
    firsthand,
    'firsthand@2026-03': firsthand,
  })
})

test('what each does with its endpoints', () => {
  const { testEvent, ...firma } = apiOf('firma').rules
  expect(firma).toEqual({
    https: 'required',
    privateHosts: 'refused',
    secret: { from: 'server', per: 'workspace', form: '{hex:64}' },
    onEnable: 'resets-failures',
    eventTypes: 'any',
    eventGlobs: false,
    unknownFields: 'refused',
    redelivery: 'all-endpoints',
    masterSwitch: undefined,
  })
  expect(testEvent).toEqual({
    type: 'webhook.test',
    body: {
      event_id: '{eventId}',
      event_type: 'webhook.test',
      timestamp: '{at}',
      company_id: 'comp_123',
      data: { webhook_id: '{id}' },
    },
    onCreate: 'must-succeed',
  })
  const newer = apiOf('firma@2026-08').rules
  expect([newer.testEvent?.onCreate, newer.masterSwitch]).toEqual(['none', 'on'])
  expect(apiOf('example').rules).toEqual({
    https: 'not-required',
    privateHosts: 'accepted',
    secret: { from: 'client', per: 'endpoint', form: '{hex:32}' },
    testEvent: undefined,
    onEnable: 'resets-failures',
    eventTypes: 'documented',
    eventGlobs: false,
    unknownFields: 'refused',
    redelivery: 'all-endpoints',
    masterSwitch: undefined,
  })
  expect(apiOf('firsthand').rules.secret).toEqual({ from: 'server', per: 'endpoint', form: 'whsec_{hex:64}' })
})

test('where it lies, how ids are made, how long both secrets hold', () => {
  const facts = ['example', 'firma', 'firma@2026-08', 'firsthand'].map((name) => {
    const api = apiOf(name)
    return [name, api.basePath, newIdForm(api), newRequestIdForm(api), api.overlapMs]
  })
  expect(facts).toEqual([
    ['example', '/v1', 'wh_{base36:6}', undefined, 0],
    ['firma', '/functions/v1/signing-request-api', '{uuid}', undefined, 86_400_000],
    ['firma@2026-08', '/functions/v1/signing-request-api', '{uuid}', undefined, 604_800_000],
    ['firsthand', '', 'we_{ulid}', 'req_{ulid}', 0],
  ])
})

test('where there is no API, or no such call, what to do instead', () => {
  const ask = (name: string, operation?: 'events') => insteadOf(shipped.profile(name), operation)
  expect([ask('headshotpro'), ask('pixelpatrol', 'events'), ask('firma', 'events'), ask('firma')]).toEqual([
    'Set the URL and copy the secret in the dashboard, under Admin > API Settings.',
    'Set URL, secret and events in the dashboard, in the settings of the site.',
    'The event log is in the dashboard only.',
    undefined,
  ])
})
