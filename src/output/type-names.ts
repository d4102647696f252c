/** Gives names for types: each is an identifier, and none is given twice. */
export function createTypeNames(reserved: readonly string[]): (text: string) => string {
  const given = new Set(reserved)
  return (text) => {
    const name = eventName(text)
    let free = name
    for (let number = 2; given.has(free); number++) free = `${name}${number}`
    given.add(free)
    return free
  }
}

/** `job.completed` is a `JobCompletedEvent`. */
const eventName = (type: string): string => {
  const name = pascalCase(type)
  return name.endsWith('Event') ? name : `${name}Event`
}

/** Words in capitals, one behind the other; what no identifier may have is left out. */
export function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean)
  const name = words.map(capitalised).join('')
  return /^[A-Za-z]/.test(name) || name === '' ? name : `Type${name}`
}

function capitalised(word: string): string {
  const shouted = word.length > 1 && word === word.toUpperCase()
  return word.charAt(0).toUpperCase() + (shouted ? word.slice(1).toLowerCase() : word.slice(1))
}
