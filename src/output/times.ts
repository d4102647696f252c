/** The furthest time that a date can tell, in milliseconds from 1970. */
const furthest = 8.64e15

const two = (amount: number): string => String(amount).padStart(2, '0')

/** `12:04:31`, in the user's zone. Takes milliseconds since 1970. */
export const formatClock = (ms: number): string =>
  tell(ms, (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':'))

/** `2026-03-15 12:04:31`, in the user's zone. Takes milliseconds since 1970. */
export const formatDateTime = (ms: number): string =>
  tell(ms, (date) => {
    const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())]
    return `${day.join('-')} ${formatClock(ms)}`
  })

/** ISO 8601 in UTC, for scripts. Takes milliseconds since 1970. */
export const isoTime = (ms: number): string => tell(ms, (date) => date.toISOString())

/** A number that is no time (an imported file may hold any) is shown as it is. */
const tell = (ms: number, form: (date: Date) => string): string =>
  Math.abs(ms) <= furthest ? form(new Date(ms)) : String(ms)
