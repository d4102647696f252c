import { describe, expect, test } from 'vitest'
import type { Asked } from '../../../src/endpoint/api/api.ts'
import type { Listable, Listing } from '../../../src/endpoint/api/listing.ts'
import { cutPage, listEndpoints } from '../../../src/endpoint/api/listing.ts'
import { apiOf } from '../support/apis.ts'
import { endpointFacts } from '../support/facts.ts'

const endpoint = (id: string, known: Partial<Listable>): Listable => ({
  workspace: null,
  ...endpointFacts({ id, ...known }),
  ...known,
})

const all = [
  endpoint('a', {
    url: 'https://a.example/x',
    events: ['sent'],
    enabled: true,
    createdAt: '2025-01-01T00:00:00Z',
    consecutiveFailures: 2,
  }),
  endpoint('b', {
    url: 'https://b.example/x',
    events: ['sent', 'paid'],
    enabled: false,
    createdAt: '2025-01-03T00:00:00Z',
    consecutiveFailures: 9,
  }),
  endpoint('c', {
    url: 'https://c.example/y',
    events: ['paid'],
    enabled: true,
    createdAt: '2025-01-02T00:00:00Z',
    consecutiveFailures: 5,
  }),
  endpoint('w', {
    url: 'https://w.example/x',
    events: ['sent'],
    enabled: true,
    createdAt: '2025-01-04T00:00:00Z',
    workspace: 'ws_1',
  }),
]

function idsOf(provider: string, asked: Asked) {
  const listing = listEndpoints(apiOf(provider), asked, all)
  return listing.ok ? listing.listed.items.map(({ id }) => id).join('') : listing.problem
}

describe('what is shown', () => {
  test.each<[filters: Record<string, string>, ids: string]>([
    [{}, 'bca'],
    [{ enabled: '1' }, 'ca'],
    [{ enabled: '0' }, 'b'],
    [{ url: '/x' }, 'ba'],
    [{ event: 'paid' }, 'bc'],
    [{ created_after: '2025-01-01T12:00:00Z', created_before: '2025-01-02T12:00:00Z' }, 'c'],
    [{ sort_by: 'consecutive_failures' }, 'bca'],
    [{ sort_by: 'consecutive_failures', sort_order: 'asc' }, 'acb'],
    [{ sort_by: 'url' }, 'cba'],
    [{ sort_order: 'asc' }, 'acb'],
    [{ event: 'none' }, ''],
  ])('%j', (filters, ids) => {
    expect(idsOf('firma', { filters })).toBe(ids)
  })

  test('those of a workspace only where it is named, if the API has workspaces', () => {
    expect([idsOf('firma', { workspace: 'ws_1' }), idsOf('firma', { workspace: 'ws_2' })]).toEqual(['w', ''])
    expect(idsOf('firsthand', {})).toBe('wbca')
  })
})

describe('pages', () => {
  test('by number', () => {
    const page = (next: string) => listEndpoints(apiOf('firma'), { next, limit: 2 }, all)
    expect(
      [page('1'), page('2'), page('3')].map(
        (each) => each.ok && { ...each.listed, items: each.listed.items.length },
      ),
    ).toEqual([
      { items: 2, total: 3, page: 1, size: 2, next: '2' },
      { items: 1, total: 3, page: 2, size: 2, next: null },
      { items: 0, total: 3, page: 3, size: 2, next: null },
    ])
  })

  test('by cursor: to the end, each item once, whatever comes in at the top meanwhile', () => {
    const api = apiOf('firsthand')
    const seen: string[] = []
    let [next, items]: [string | undefined, string[]] = [undefined, ['e', 'd', 'c', 'b', 'a']]
    for (let round = 0; round < 9; round++) {
      const listing: Listing<string> = cutPage(
        api,
        { limit: 2, next },
        { items, idOf: (item: string) => item },
      )
      if (!listing.ok) throw new Error(listing.problem.message)
      seen.push(...listing.listed.items)
      if (listing.listed.next === null) break
      next = listing.listed.next
      items = [`new ${round}`, ...items]
    }
    expect(seen).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  test('a cursor that was never given', () => {
    expect(idsOf('firsthand', { next: 'nonsense' })).toEqual({
      kind: 'invalid',
      message: 'cursor is not valid',
      fields: [{ field: 'cursor', message: 'cursor is not valid' }],
    })
  })

  test('no pages: all at once', () => {
    expect(idsOf('example', { limit: 1, next: '7' })).toBe('wbca')
  })
})
