import type { Tried } from '../provider/learn/learn.ts'
import type { Scheme } from '../provider/learn/scheme.ts'
import { escapeLine } from './escape.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import { marked } from './mark.ts'
import type { Style } from './style.ts'

/** The scheme that was found, in a sentence, and after how many tries. */
export function schemeView({ signature }: Scheme, { tries }: Tried, style: Style): string {
  const { algorithm, signs, encoding, headers, inBody } = signature
  const places = [
    ...Object.entries(headers).map(([name, template]) => `${name}: ${template}`),
    ...(inBody ? [`${inBody.key} of the payload: ${inBody.value}`] : []),
  ]
  const by = escapeLine(places.join(', '))
  if (algorithm === 'token') return marked('yes', `the secret itself, by ${by}`, style)
  const what = `${algorithm} over ${escapeLine(signs)}, in ${encoding}`
  return marked('yes', `${what}, by ${by} (${tries === 1 ? 'the first try' : `try ${tries}`})`, style)
}

/** That no scheme was found, and what was looked at. */
export function unlearntView(tried: Tried, style: Style): string {
  const first = marked('no', 'None of the schemes that were tried gives a signature of this delivery.', style)
  const { signatures, times, ids, contents, tries, headers, cut } = tried
  const nothing = (what: string): string => `nothing has the form of ${what}`
  const fields: Field[] = [
    { label: 'headers', value: headers.join(', ') || 'none that says anything of its sender' },
    { label: 'signatures', value: signatures.join(', ') || nothing('one') },
    { label: 'times', value: times.join(', ') || nothing('one') },
    { label: 'ids', value: ids.join(', ') || nothing('one') },
    {
      label: 'tried',
      value: `${tries} signatures over ${contents.length} contents${cut ? '; the body is too large to try more' : ''}`,
    },
  ]
  const hint =
    signatures.length === 0
      ? 'The signature may have been left out on the way, or masked: hooks deliveries show tells what came.'
      : 'Check the secret first. Where the URL is signed, give the one that the sender knows: --url'
  return [first, ...fieldLines([fields], style), `  ${hint}`].join('\n')
}
