import { expect, test } from 'vitest'
import { writeHar } from '../../../src/delivery/formats/har.ts'
import { received, sent } from '../support/kept.ts'

test('an archive of nothing', () => {
  expect(JSON.parse(writeHar([], '1.2.3'))).toEqual({
    log: { version: '1.2', creator: { name: 'hooks', version: '1.2.3' }, entries: [] },
  })
})

test('what was sent, with the last answer', () => {
  const once = sent()
  const again = once.attempts.map((attempt) => ({ ...attempt, number: 2, durationMs: 7, response: null }))
  const kept = sent({ attempts: [...again, ...once.attempts] })
  expect(JSON.parse(writeHar([kept], '1')).log.entries).toEqual([
    {
      startedDateTime: '2026-03-15T10:05:00.000Z',
      time: 12.5,
      request: {
        method: 'POST',
        url: 'http://localhost:3000/hooks',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [{ name: 'Content-Type', value: 'application/json' }],
        queryString: [],
        postData: { mimeType: 'application/json', text: '{"id":"evt_1"}' },
        headersSize: -1,
        bodySize: 14,
      },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Content-Type', value: 'text/plain' },
          { name: 'X-A', value: '1' },
        ],
        content: { size: 4, mimeType: 'text/plain', text: 'fine' },
        redirectURL: '',
        headersSize: -1,
        bodySize: 4,
      },
      cache: {},
      timings: { send: 0, wait: 12.5, receive: 0 },
      comment: 'dlv_01KKRF9J700000000000000001',
    },
  ])
})

test('what was received, with what it was answered; bytes that are no text in base64', () => {
  const request = {
    method: 'POST',
    target: '/hooks?a=1&a=%C3%A9&b',
    headers: [['Host', 'localhost:4400']] as const,
    body: Uint8Array.of(0xff, 0x00),
  }
  const [entry] = JSON.parse(writeHar([received({ request, answered: 401 })], '1')).log.entries
  expect([entry.time, entry.request, entry.response]).toEqual([
    0,
    {
      method: 'POST',
      url: 'http://localhost:4400/hooks?a=1&a=%C3%A9&b',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'Host', value: 'localhost:4400' }],
      queryString: [
        { name: 'a', value: '1' },
        { name: 'a', value: 'é' },
        { name: 'b', value: '' },
      ],
      postData: { mimeType: '', text: '/wA=', encoding: 'base64' },
      headersSize: -1,
      bodySize: 2,
    },
    {
      status: 401,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '', text: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: 0,
    },
  ])
})

test('where a redirect would have led', () => {
  const [attempt] = sent().attempts
  if (!attempt?.response) throw new Error('There is an answer.')
  const response = { ...attempt.response, status: 302, headers: [['location', '/login']] as const }
  const [entry] = JSON.parse(writeHar([sent({ attempts: [{ ...attempt, response }] })], '1')).log.entries
  expect([entry.response.status, entry.response.redirectURL]).toEqual([302, '/login'])
})
