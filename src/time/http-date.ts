const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)'
const month = '(?<month>[a-z]{3})'

/** The three forms of RFC 9110, 5.6.7: today's, and two that are obsolete but must be read. */
const forms = [
  new RegExp(`^[a-z]{3}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`, 'i'),
  new RegExp(`^[a-z]{6,9}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`, 'i'),
  new RegExp(`^[a-z]{3} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`, 'i'),
]

/**
 * Milliseconds since 1970 of a date as HTTP headers write it. Undefined for anything else. A year of two digits is meant
 * to be no more than 50 years after `now`.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  const groups = forms.map((form) => form.exec(text.trim())?.groups).find((found) => found !== undefined)
  if (groups === undefined) return undefined
  const { day, hour, minute, second } = groups
  const [days, hours, minutes, seconds] = [Number(day), Number(hour), Number(minute), Number(second)]
  const index = months.indexOf(groups.month?.toLowerCase() ?? '')
  if (index < 0 || days < 1 || hours > 23 || minutes > 59 || seconds > 60) return undefined
  const at = Date.UTC(fullYear(groups.year ?? '', now), index, days, hours, minutes, seconds)
  // The 31st of a month that has 30 days would be the first of the next.
  return days > 28 && new Date(at - seconds * 1_000).getUTCDate() !== days ? undefined : at
}

function fullYear(text: string, now: number): number {
  if (text.length === 4) return Number(text)
  const thisYear = new Date(now).getUTCFullYear()
  const year = Math.floor(thisYear / 100) * 100 + Number(text)
  return year > thisYear + 50 ? year - 100 : year
}
