/**
 * A function of a text that works each one out but once. Only for texts that come from documents, of which there are few: what
 * comes over the network would fill the memory.
 */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text) ?? read(text)
    known.set(text, value)
    return value
  }
}
