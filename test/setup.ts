// A warning of Node (a leak of listeners, something deprecated) is a mistake of ours that nobody would see.
if (!process.listeners('warning').some(({ name }) => name === failOnWarning.name)) {
  process.on('warning', failOnWarning)
}

function failOnWarning(warning: Error): void {
  // Not the warning itself: it may refer to the whole process, which a report would print.
  throw new Error(`${warning.name}: ${warning.message}`)
}
