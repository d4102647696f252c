/** Whether a text fits a glob: `*` stands for any characters, `?` for one. */
export function fitsGlob(glob: string, text: string): boolean {
  // Matching by hand keeps the time linear in glob × text; a regular expression made of `*` may take for ever.
  let at = 0
  let star = -1
  let resume = 0
  let wanted = 0
  while (at < text.length) {
    if (glob[wanted] === '*') {
      star = wanted++
      resume = at
    } else if (wanted < glob.length && (glob[wanted] === '?' || glob[wanted] === text[at])) {
      wanted++
      at++
    } else if (star >= 0) {
      wanted = star + 1
      at = ++resume
    } else return false
  }
  while (glob[wanted] === '*') wanted++
  return wanted === glob.length
}
