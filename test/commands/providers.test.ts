import { describe, expect, test } from 'vitest'
import type { Json } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const widths = [80, 120]
const base = ['example', 'firma', 'firsthand', 'headshotpro', 'pixelpatrol']

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))

describe('list', () => {
  test.each(widths)('on a terminal of %i columns', async (width) => {
    const { out } = await machine({ terminal: true, width }).run('providers list')
    expect(widest(out)).toBeLessThanOrEqual(width)
    expect(out).toMatchSnapshot()
  })

  test('in a pipe, and as JSON', async () => {
    expect((await machine().run('providers list')).out).toMatchSnapshot()
    expect(await machine().json('providers list --json')).toMatchSnapshot()
  })

  test('the five that are asked for, and their 32 types', async () => {
    const all: { name: string; events: number }[] = await machine().json('providers list --json')
    const five = all.filter(({ name }) => base.includes(name))
    expect(five.map(({ name }) => name)).toEqual(base)
    expect(five.reduce((sum, { events }) => sum + events, 0)).toBe(32)
  })
})

describe('show', () => {
  test.each(base)('%s', async (name) => {
    const { exit, out, err } = await machine({ terminal: true, width: 80 }).run(`providers show ${name}`)
    expect([exit, err]).toEqual([0, ''])
    expect(out).toMatchSnapshot()
  })

  test('a dialect, at 120 columns', async () => {
    expect(
      (await machine({ terminal: true, width: 120 }).run('providers show firma@2026-08')).out,
    ).toMatchSnapshot()
  })

  test('in a pipe', async () => {
    expect((await machine().run('providers show example')).out).toMatchSnapshot()
  })

  test('as JSON it is the profile with its events', async () => {
    const value: Json = await machine().json('providers show example --json')
    expect([value.name, value.signature.algorithm, value.events.length]).toEqual([
      'example',
      'hmac-sha256',
      7,
    ])
    expect(value.events[0]).toMatchInlineSnapshot(`
      {
        "about": "A payment failed.",
        "note": "No sample is published; the fields of a payment are ours.",
        "origin": "composed",
        "provider": "example",
        "type": "payment.failed",
      }
    `)
  })

  test('one that is not there', async () => {
    expect(await machine().run('providers show firam')).toMatchInlineSnapshot(`
      {
        "err": "error: There is no provider 'firam'.
        Did you mean firma? All of them: hooks providers list
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect((await machine().run('providers show')).err).toMatchInlineSnapshot(`
      "error: Missing required argument 'NAME'.
        See hooks providers show --help.
      "
    `)
  })
})

describe('events', () => {
  test.each(widths)('of one, at %i columns', async (width) => {
    const { out } = await machine({ terminal: true, width }).run('providers events pixelpatrol')
    expect(widest(out)).toBeLessThanOrEqual(width)
    expect(out).toMatchSnapshot()
  })

  test('in a pipe, and as JSON', async () => {
    expect((await machine().run('providers events pixelpatrol')).out).toMatchSnapshot()
    expect(await machine().json('providers events pixelpatrol --json')).toMatchSnapshot()
  })

  test('of all', async () => {
    const all: { provider: string }[] = await machine().json('providers events --json')
    expect(all.filter(({ provider }) => base.includes(provider)).length).toBe(32)
  })

  test('one that is not there', async () => {
    expect((await machine().run('providers events acme')).exit).toBe(2)
  })
})
