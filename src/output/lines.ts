/** A text that ends its line, where it is one. */
export const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
