import { defineCommand } from '../../command-line/command.ts'
import { readLine } from '../../delivery/formats/jsonl.ts'
import { textOf } from '../../http/body.ts'

export const importCommand = defineCommand({
  about: 'A delivery that is kept already is left as it is.',
  args: {
    file: { name: 'FILE', kind: 'file', does: 'a jsonl export; - reads standard input', required: true },
  },
  flags: {},
  examples: [{ line: 'hooks deliveries import day.jsonl', does: 'byte for byte as it was exported' }],
  async run({ args: { file } }, context) {
    const text = textOf(await context.files.read(file))
    // Every line is read before the first is kept: a broken file changes nothing.
    const read = text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, at + 1)]))
    const store = await context.store()
    const seen = new Set<string>()
    const fresh = read.filter(({ delivery: { id } }) => {
      const again = seen.has(id) || store.find(id).some((kept) => kept.id === id)
      seen.add(id)
      return !again
    })
    await Promise.all(fresh.map(({ delivery }) => store.keep(delivery)))
    await Promise.all(fresh.flatMap(({ attempts }) => attempts).map((attempt) => store.keepAttempt(attempt)))
    const value = { imported: fresh.length, alreadyKept: read.length - fresh.length }
    return { value, view: () => `${value.imported} imported, ${value.alreadyKept} kept already` }
  },
})
