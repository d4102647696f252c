const units = ['kB', 'MB', 'GB', 'TB'] as const

/** A number of bytes for people, in powers of ten: `512 B`, `1.2 kB`, `340 kB`, `3.4 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  let amount = bytes / 1_000
  let unit = 0
  // 999.95 would round up to 1000.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1_000
    unit++
  }
  return `${amount < 99.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`
}
