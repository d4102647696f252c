import type * as z from 'zod'
import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { mergeDocuments } from '../catalog.ts'
import { profileSchema } from '../profile.ts'
import type { Fields } from './defaults.ts'
import { profileDocument } from './defaults.ts'
import type { Draft } from './draft.ts'

type Issue = z.core.$ZodIssue

/** A document that does not have the right shape. */
export interface Misshapen {
  readonly own: Fields
  readonly base: Fields | undefined
  readonly issues: readonly Issue[]
}

/** Sections whose words hang together: with one of them taken away, another would be blamed for it. */
const closelyKnit = ['signature', 'headers', 'event']

/**
 * What of a document has the right shape, so that the rules can look at it: each word in which something is wrong counts as not
 * said, or takes its whole section along.
 */
export function soundSections({ own, base, issues }: Misshapen): Draft['profile'] {
  const faults = issues.flatMap(faultsIn)
  const pruned = faults.reduce<Json>((document, { place }) => mergeDocuments(document, without(place)), own)
  const document = profileDocument(isObject(pruned) ? pruned : {}, base)
  const grave = faults.filter(isGrave).map(({ place: [section] }) => section)
  // Without handshakes nobody knows which of the samples are none of the events that it describes.
  const lost = faults.some(({ place: [section] }) => section === 'handshakes') ? [...grave, 'event'] : grave
  const sections = Object.entries(isObject(document) ? document : {}).filter(([word]) => !lost.includes(word))
  const read = profileSchema.partial().safeParse(Object.fromEntries(sections))
  if (read.success) return read.data
  const broken = read.error.issues.map(({ path }) => path[0])
  return profileSchema
    .partial()
    .parse(Object.fromEntries(sections.filter(([word]) => !broken.includes(word))))
}

/** A word in which something is wrong: its section, and itself, where it is not a section that is wrong as a whole. */
interface Wrong {
  readonly place: readonly string[]
  readonly unknown: boolean
}

function faultsIn(issue: Issue): Wrong[] {
  const unknown = issue.code === 'unrecognized_keys'
  const paths = unknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
  return paths.map((path) => {
    const [section = '', word] = path
    const place = typeof word === 'string' ? [String(section), word] : [String(section)]
    return { place, unknown: unknown && path.length <= place.length }
  })
}

const isGrave = ({ place: [section = ''], unknown }: Wrong): boolean =>
  !unknown && closelyKnit.includes(section)

/** The change that takes a word away. */
const without = (place: readonly string[]): Json =>
  place.reduceRight<Json>((inner, word) => ({ [word]: inner }), null)
