import { describe, expect, test } from 'vitest'
import { smallFile } from '../provider/support/provider-files.ts'
import type { Machine, MachineOptions } from '../support/machine.ts'
import { machine } from '../support/machine.ts'

const small = JSON.stringify(smallFile())
const broken = `{
  "formatVersion": 1,
  "name": "acme",
  "titel": "Acme",
  "signature": { "signs": "{timestamp}.{body}", "headers": { "Acme-Signature": "{signature}" } },
  "event": { "type": "type" }
}
`
const installed = '/home/test/.config/hooks/providers/acme.json'
const here = (options: MachineOptions = {}): Machine =>
  machine({ ...options, files: { 'acme.json': small, 'broken.json': broken, ...options.files } })
const textOf = (at: Machine, path: string): string | undefined => {
  const bytes = at.files.get(path)
  return bytes && Buffer.from(bytes).toString()
}

describe('init', () => {
  test('writes a file that is right as it is', async () => {
    const at = machine()
    expect(await at.run('providers init shop/acme-inc.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "shop/acme-inc.json is written.
      ",
      }
    `)
    expect(textOf(at, 'shop/acme-inc.json')).toMatchSnapshot()
    expect(await at.json('providers validate shop/acme-inc.json --json')).toEqual({
      ok: true,
      name: 'acme-inc',
      events: 1,
      vectors: 0,
    })
  })

  test('never writes over what is there', async () => {
    const at = here()
    expect(await at.run('providers init acme.json')).toMatchInlineSnapshot(`
      {
        "err": "error: 'acme.json' is there already.
        Give another name, or remove it.
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(textOf(at, 'acme.json')).toBe(small)
  })

  test.each([
    ['My Shop.json', 'my-shop', 'My-Shop-Signature'],
    ['shop', 'shop', 'Shop-Signature'],
    ['C:\\work\\Größe.JSON', 'gro-e', 'Gro-E-Signature'],
    ['./---.json', 'acme', 'Acme-Signature'],
    ['firma.json', 'my-firma', 'My-Firma-Signature'],
    ['2fa.json', '2fa', '2fa-Signature'],
  ])('%j is to be called %s', async (file, name, header) => {
    const at = machine()
    expect(await at.json('providers init --json', file)).toEqual({ name, file })
    expect(await at.json('providers validate --json', file)).toMatchObject({ ok: true, name })
    expect(textOf(at, file)).toContain(`"${header}": "t={timestamp},v1={signature}"`)
  })
})

describe('validate', () => {
  test('a file that is right', async () => {
    expect(await here({ terminal: true }).run('providers validate acme.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "✓ acme.json describes acme: 1 event type, no vectors to try.
      ",
      }
    `)
    expect(await here({ stdin: small }).json('providers validate - --json')).toEqual({
      ok: true,
      name: 'acme',
      events: 1,
      vectors: 0,
    })
  })

  test('every mistake: on a terminal, in a pipe, as JSON', async () => {
    expect(
      await here({ terminal: true, width: 60 }).run('providers validate broken.json'),
    ).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 1,
        "out": "✗ broken.json has 2 mistakes.

      line 4  titel
        There is no word 'titel' here.
        Did you mean title?

      line 5  signature.signs
        {timestamp} is signed, but nothing carries it: no header
        of signature.headers has it.
        Put it into one: "Acme-Timestamp": "{timestamp}", or say
        where the payload has it: signature.timestamp.path.
      ",
      }
    `)
    expect(await here().run('providers validate broken.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 1,
        "out": "4	titel	There is no word 'titel' here.	Did you mean title?
      5	signature.signs	{timestamp} is signed, but nothing carries it: no header of signature.headers has it.	Put it into one: "Acme-Timestamp": "{timestamp}", or say where the payload has it: signature.timestamp.path.
      ",
      }
    `)
    expect(await here().json('providers validate broken.json --json')).toMatchInlineSnapshot(`
      {
        "ok": false,
        "problems": [
          {
            "line": 4,
            "message": "There is no word 'titel' here.",
            "path": "titel",
            "remedy": "Did you mean title?",
          },
          {
            "line": 5,
            "message": "{timestamp} is signed, but nothing carries it: no header of signature.headers has it.",
            "path": "signature.signs",
            "remedy": "Put it into one: "Acme-Timestamp": "{timestamp}", or say where the payload has it: signature.timestamp.path.",
          },
        ],
      }
    `)
  })

  test('vectors are tried', async () => {
    const vectors = [{ secret: 'S', body: 'x', headers: { 'Acme-Signature': 'aa' } }]
    const at = here({ files: { 'acme.json': JSON.stringify(smallFile({ vectors })) } })
    expect(await at.run('providers validate acme.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 1,
        "out": "1	vectors[0].headers.Acme-Signature	Signed with its secret, Acme-Signature is '6622ed312e3b08c928ae9cf074cb1a33a6517581637186063f08c9b4b970b405', and not what stands here.	Mend the vector, or what signature says of key, signs or encoding.
      ",
      }
    `)
  })

  test('what is hostile is escaped', async () => {
    const file = `{"formatVersion":1,"name":"\\u001b[31m","\\u202e\\u0007":1,"a\tb": 2`
    const { out } = await here({ terminal: true, files: { 'x.json': file } }).run('providers validate x.json')
    expect(out).toMatchInlineSnapshot(`
      "✗ x.json has one mistake.

      line 1
        It is no JSON. A text in double quotes is not closed on its line, or has a \\
        that means nothing.
        Close it with ", write a line break as \\n and a \\ as \\\\.
      "
    `)
    const closed = file.replace('\t', '\\t').concat('}')
    expect((await here({ files: { 'x.json': closed } }).run('providers validate x.json')).out).not.toMatch(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
      /[\u001b\u0007\u202e]/,
    )
  })

  test('a file that cannot be read', async () => {
    expect(await here().run('providers validate nowhere.json')).toMatchInlineSnapshot(`
      {
        "err": "error: Cannot read 'nowhere.json': it does not exist.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })
})

describe('add and remove', () => {
  test('an installed provider is one like any other', async () => {
    const at = here()
    expect(await at.run('providers add acme.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "acme is installed: /home/test/.config/hooks/providers/acme.json
      ",
      }
    `)
    expect(textOf(at, installed)).toBe(small)
    const [first] = await at.json('providers list --json')
    expect(first).toEqual({ name: 'acme', title: 'acme', about: 'A provider of your own.', events: 1 })
    expect((await at.run('providers events acme')).out).toBe(
      'order.paid\tcomposed\tThe event order.paid.\tacme\t\n',
    )
    expect(await at.json('sign --provider acme --secret S --body acme.json --json')).toEqual({
      'Acme-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('adding it again takes over what has changed', async () => {
    const changed = JSON.stringify(smallFile({ title: 'Acme Inc' }))
    const at = here({ files: { 'new.json': changed } })
    await at.run('providers add acme.json')
    expect(await at.json('providers add new.json --json')).toEqual({
      name: 'acme',
      path: installed,
      replaced: true,
    })
    expect((await at.json('providers show acme --json')).title).toBe('Acme Inc')
  })

  test('what is broken is not installed', async () => {
    const at = here()
    expect(await at.run('providers add broken.json')).toMatchInlineSnapshot(`
      {
        "err": "error: The provider file 'broken.json' cannot be used. Line 4, titel: There is no word 'titel' here.
        Did you mean title? All 2 mistakes: hooks providers validate broken.json
      ",
        "exit": 2,
        "out": "",
      }
    `)
    expect(textOf(at, installed)).toBeUndefined()
  })

  test('a name that is taken', async () => {
    const at = here({ files: { 'acme.json': JSON.stringify(smallFile({ name: 'example' })) } })
    expect(await at.run('providers add acme.json')).toMatchInlineSnapshot(`
      {
        "err": "error: The provider file 'acme.json' cannot be used. Line 1, name: There is a built-in provider 'example', and nothing may take its place.
        Take another name, such as my-example; "extends": "example" takes over its rules.
      ",
        "exit": 2,
        "out": "",
      }
    `)
  })

  test('remove forgets it', async () => {
    const at = here()
    await at.run('providers add acme.json')
    expect(await at.run('providers remove acme')).toMatchInlineSnapshot(`
      {
        "err": "",
        "exit": 0,
        "out": "acme is removed: /home/test/.config/hooks/providers/acme.json
      ",
      }
    `)
    expect(textOf(at, installed)).toBeUndefined()
    expect((await at.run('providers show acme')).exit).toBe(2)
  })

  test('remove only what is installed', async () => {
    const at = here({ files: { '/home/test/.config/hooks/config.json': '{}' } })
    expect((await at.run('providers remove acme')).err).toMatchInlineSnapshot(`
      "error: No provider 'acme' is installed.
        None is installed.
      "
    `)
    expect((await at.run('providers remove example')).err).toMatchInlineSnapshot(`
      "error: example is built in, and cannot be removed.
      "
    `)
    await at.run('providers add acme.json')
    expect((await at.run('providers remove acne')).err).toMatchInlineSnapshot(`
      "error: No provider 'acne' is installed.
        Did you mean acme? Installed: acme
      "
    `)
    expect((await at.run('providers remove', '../config')).exit).toBe(2)
    expect(textOf(at, '/home/test/.config/hooks/config.json')).toBe('{}')
  })
})

describe('an installed file that was broken since', () => {
  const files = { [installed]: broken }

  test('is left out, and those who need the providers are told', async () => {
    const { exit, out, err } = await machine({ files }).run('providers events example')
    expect([exit, out.split('\n').length, err]).toMatchInlineSnapshot(`
      [
        0,
        8,
        "warning: The provider file '/home/test/.config/hooks/providers/acme.json' cannot be used. Line 4, titel: There is no word 'titel' here.
        Did you mean title? All 2 mistakes: hooks providers validate /home/test/.config/hooks/providers/acme.json
      ",
      ]
    `)
  })

  test('cannot be used', async () => {
    const { exit, err } = await machine({ files, terminal: true }).run('providers show acme')
    expect([exit, err]).toMatchInlineSnapshot(`
      [
        2,
        "✗ The provider file '/home/test/.config/hooks/providers/acme.json' cannot be used. Line 4, titel: There is no word 'titel' here.
        Did you mean title? All 2 mistakes: hooks providers validate
        /home/test/.config/hooks/providers/acme.json
      ",
      ]
    `)
  })

  test('can be removed, in peace', async () => {
    expect(await machine({ files }).run('providers remove acme')).toMatchObject({ exit: 0, err: '' })
  })

  test('does not stand in the way of another one of its name', async () => {
    const at = machine({ files: { ...files, './acme.json': small } })
    expect(await at.run('providers events ./acme.json')).toMatchObject({ exit: 0, err: '' })
  })

  test('so is one that bears another name than its file', async () => {
    const renamed = { '/home/test/.config/hooks/providers/other.json': small }
    expect((await machine({ files: renamed }).run('providers events example')).err).toMatchInlineSnapshot(`
      "warning: '/home/test/.config/hooks/providers/other.json' describes a provider of another name: acme.
        Install it anew: hooks providers add
      "
    `)
  })
})
