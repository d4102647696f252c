/**
 * Prints a table of ratios, and says whether every budget is kept.
 *
 * @param {readonly import('./measure.mjs').Subject[]} subjects the first one is the baseline
 * @param {readonly number[]} times milliseconds, in the same order
 */
export function report(subjects, times) {
  const baseline = times[0] ?? Number.NaN
  const rows = subjects.map(({ name, budget }, index) => {
    const time = times[index] ?? Number.NaN
    const ratio = time / baseline
    const over = budget !== undefined && !(ratio <= budget)
    return { name, time, ratio, budget, over }
  })
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`${''.padEnd(width)}     median   ratio  budget`)
  for (const { name, time, ratio, budget, over } of rows) {
    const figures = [
      `${time.toFixed(1)} ms`.padStart(11),
      ratio.toFixed(2).padStart(6),
      (budget?.toFixed(2) ?? '').padStart(6),
    ]
    console.log(`${name.padEnd(width)}${figures.join('  ')}${over ? '  over' : ''}`)
  }
  return rows.every(({ over }) => !over)
}
