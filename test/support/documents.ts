import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scheduleOffsets } from '../../src/delivery/schedule.ts'
import { fixturesFolder } from '../../src/host/package-files.ts'
import { createCatalog } from '../../src/provider/catalog.ts'
import type { Profile } from '../../src/provider/profile.ts'
import { formatDuration } from '../../src/time/duration.ts'

/** The folder of the package. */
export const root = join(import.meta.dirname, '../..')

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const catalog = createCatalog(fixturesFolder())

/** What README.md says of each provider and dialect. */
export function providerTable(): string {
  const rows = catalog.names.map((name) => {
    const profile = catalog.profile(name)
    return [`\`${name}\``, samples(name), signature(profile), attempts(profile), assumed(profile)]
  })
  const titles = [
    'provider',
    'types',
    'published, completed, composed samples',
    'signature',
    'attempts',
    'assumed',
  ]
  const lines = [titles, titles.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.flat().join(' | ')} |\n`).join('')
}

function samples(name: string): string[] {
  const types = catalog.types(name)
  const origins = types.map((type) => catalog.fixture(name, type)?.origin)
  const count = (wanted: string): number => origins.filter((origin) => origin === wanted).length
  return [String(types.length), ['published', 'completed', 'composed'].map(count).join(', ')]
}

function signature({ signature: { algorithm, signs, headers, inBody } }: Profile): string {
  const places = [
    ...Object.entries(headers).map(([name, template]) => `\`${name}: ${template}\``),
    ...(inBody ? [`\`${inBody.key}\` of the payload`] : []),
  ]
  return `${algorithm} over \`${signs}\` in ${places.join(' and ')}`
}

function attempts(profile: Profile): string {
  const offsets = scheduleOffsets(profile)
  return `${offsets.length} in ${formatDuration(offsets.at(-1) ?? 0)}`
}

/** The figures that the provider does not publish. */
function assumed({ signature: { timestamp }, delivery, rotation }: Profile): string {
  const figures = Object.entries({ ...timestamp, ...delivery, ...rotation })
  const names = figures.filter(([, figure]) => isAssumed(figure)).map(([name]) => `\`${name}\``)
  return names.join(', ') || 'nothing'
}

const isAssumed = (figure: unknown): boolean =>
  typeof figure === 'object' && figure !== null && 'published' in figure && figure.published === false
