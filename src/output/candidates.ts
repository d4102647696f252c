import type { Candidate } from '../provider/detect.ts'
import { fieldLines } from './fields.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'
import { table } from './table.ts'

/** A provider that a delivery may be of, and whether its signature settles it. */
export interface CandidateRow extends Candidate {
  readonly verified: boolean
}

/** The providers that a request may be of, the likeliest first, with what speaks for and against each. */
export function candidateView(rows: readonly CandidateRow[], style: Style): string {
  if (!style.terminal) {
    const columns = [
      { title: 'provider', cell: ({ profile }: CandidateRow) => profile.name },
      { title: 'score', cell: ({ score }: CandidateRow) => String(score) },
      { title: 'verified', cell: ({ verified }: CandidateRow) => (verified ? 'verified' : '') },
      { title: 'why', cell: ({ why }: CandidateRow) => why.join('; ') },
    ]
    return table({ columns, rows }, style)
  }
  const reasons = rows.map(({ profile, why, verified }) => [
    {
      label: profile.name,
      value: [...(verified ? ['its signature is verified by a known secret'] : []), ...why],
    },
  ])
  const settled = rows.find(({ verified }) => verified)
  const head = settled ? [marked('yes', `It is of ${settled.profile.name}.`, style), ''] : []
  return [...head, ...fieldLines(reasons, style)].join('\n')
}
