const changing: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\d\d:\d\d:\d\d/g, '<clock>'],
  [/\b(evt|dlv)_[0-9A-Z]{26}\b/g, '$1_<id>'],
  [/\b(evt|dlv)_[0-9A-Z]+…/g, '$1_<short id>'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'],
  [/^(accepted|refused)\t(\d{3})\t\d+\t/gm, '$1\t$2\t<ms>\t'],
  [/\t(\d+)\t(\d{3})\t\d+\t/g, '\t$1\t$2\t<ms>\t'],
  [/ *\b[\d.]+ ms\b/g, ' <n> ms'],
]

/** A text with whatever is another each time replaced by what it is. */
export const masked = (text: string): string =>
  changing.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text)
