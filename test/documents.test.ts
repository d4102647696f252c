import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read, root } from './support/documents.ts'

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'fixtures/README.md', 'bench/README.md']

/** What a heading is linked by. */
const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )

describe.each(documents)('%s', (path) => {
  const text = read(path)

  test('links to what there is', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter((link) => {
      const [target = '', anchor] = link.split('#')
      if (/^https?:/.test(link)) return false
      const file = join(dirname(path), target)
      if (!existsSync(join(root, file))) return true
      return anchor !== undefined && !anchorsIn(read(target === '' ? path : file)).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('names files that there are', () => {
    const named = text.match(/(?<=`)(?:src|test|bin|bench|\.ci)\/[\w./-]+(?=`)/g) ?? []
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md')

  test('names functions that stand in the files named beside them', () => {
    const behind = [...text.matchAll(/`(src\/[\w./-]+\.ts)`,?\s+`(\w+)`/g)].map(([, file, name]) => [
      file,
      name,
    ])
    const before = [...text.matchAll(/`(\w+)`\s+(?:of|in)\s+`(src\/[\w./-]+\.ts)`/g)].map(
      ([, name, file]) => [file, name],
    )
    const named = [...behind, ...before]
    expect(named.length).toBeGreaterThan(20)
    const missing = named.filter(([file = '', name = '']) => {
      const declared = new RegExp(`^(?:export )?(?:async )?(?:function|const|interface|type) ${name}\\b`, 'm')
      return !declared.test(read(file))
    })
    expect(missing).toEqual([])
  })

  test('draws every room of the house', () => {
    const [, drawn = ''] = /^src\/\n((?: {2}.*\n)*)/m.exec(text) ?? []
    const rooms = drawn.split('\n').flatMap((line) => /^ {2}([\w.-]+)/.exec(line)?.[1] ?? [])
    expect(rooms.toSorted()).toEqual(readdirSync(join(root, 'src')).toSorted())
  })

  test('tells the dependencies with their versions', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const rows = [...text.matchAll(/^\| (`[^|]*`) \| ([\d., ]+) \|/gm)].flatMap(
      ([, names = '', versions = '']) => {
        const each = versions.split(', ')
        return names.split(', ').map((name, at) => [name.replaceAll('`', ''), each[at] ?? each.at(-1)])
      },
    )
    expect(Object.fromEntries(rows)).toEqual({ ...dependencies, ...devDependencies })
  })
})
