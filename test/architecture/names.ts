import type { Sources, Violation } from './source.ts'

/**
 * A provider's name anywhere in the sources, comments included.
 *
 * @param names the names in lower case
 */
export function checkNames({ files }: Sources, names: readonly string[]): Violation[] {
  return [...files.values()].flatMap((file) =>
    names.flatMap((name) =>
      [...file.text.matchAll(new RegExp(name, 'gi'))]
        .filter((match) => standsAlone(file.text, match))
        .map((match) => {
          const { line } = file.getLineAndCharacterOfPosition(match.index)
          return { rule: 'provider-name', path: file.fileName, line: line + 1, what: match[0] } as const
        }),
    ),
  )
}

/** Whether a match is a word of its own, also as a part of `camelCase`, and not a piece of a longer word. */
function standsAlone(text: string, match: RegExpExecArray): boolean {
  const before = text[match.index - 1] ?? ''
  const after = text[match.index + match[0].length] ?? ''
  const startsHump = /^[A-Z]/.test(match[0]) && /[a-z]/.test(before)
  return (!/[a-z]/i.test(before) || startsHump) && !/[a-z]/.test(after)
}
