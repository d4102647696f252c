const noBreak = '\u00a0'

/** A number with its unit, or a duration in two: `5 %`, `2 h 36 m`. */
const amounts = /\d[\d.,]* (?:ms|[smhd]|%)(?: \d+ [smhd])?(?!\w)/g

/** A text whose amounts are one word each, so that no line is broken within one; `splitAmounts` undoes it. */
export const joinAmounts = (text: string): string =>
  text.replaceAll(amounts, (amount) => amount.replaceAll(' ', noBreak))

export const splitAmounts = (text: string): string => text.replaceAll(noBreak, ' ')
