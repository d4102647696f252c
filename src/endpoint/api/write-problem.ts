import type { Json } from '../../http/body.ts'
import { figureOf } from '../../provider/figure.ts'
import type { Answered } from './answer.ts'
import { jsonAnswer } from './answer.ts'
import type { Operation, Problem } from './api.ts'
import type { Api } from './describe.ts'
import { errorsOf, usualProblems } from './kinds.ts'
import { writeTemplate } from './template.ts'

export interface ProblemContext {
  /** What was asked for, where that is known: some APIs write their problems differently. */
  readonly operation?: Operation | undefined
  readonly requestId?: string | undefined
}

/**
 * Writes a problem as the API does: by the described way of its kind or, where there is none, in the API's general shape with the
 * usual status. The provider's own words go before ours.
 */
export function writeProblem(
  { section }: Api,
  problem: Problem,
  { operation, requestId }: ProblemContext = {},
): Answered {
  const errors = errorsOf(section)
  const described = errors.kinds?.[problem.kind] ?? []
  const suited = described.find((each) => operation && each.operations?.includes(operation))
  const way = suited ?? described.find((each) => each.operations === undefined)
  const usual = usualProblems[problem.kind]
  const body = writeTemplate(way?.body ?? figureOf<Json>(errors.body), {
    code: way?.code ?? usual.code,
    message: way?.message ?? (problem.message || usual.message),
    requestId,
    retryAfter: problem.retryAfterS,
    fields: problem.fields.map(({ field, message }) => ({ field, fieldMessage: message })),
  })
  return jsonAnswer(way ? figureOf(way.status) : usual.status, body)
}
