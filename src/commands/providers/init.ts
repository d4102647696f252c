import { defineCommand } from '../../command-line/command.ts'
import { doneView } from '../../output/provider-file.ts'
import { starterFile } from '../../provider/provider-file/starter.ts'
import { writeNew } from '../parts/new-file.ts'
import { asProvider } from '../parts/provider-file.ts'

export const init = defineCommand({
  about:
    'The file is short, commented, and right as it is: change what differs. What is there already is never written over.',
  args: { file: { name: 'FILE', kind: 'file', does: 'the file to be written', required: true } },
  flags: {},
  examples: [
    { line: 'hooks providers init acme.json', does: 'begins a provider of your own' },
    { line: 'hooks trigger order.paid --provider ./acme.json --to URL', does: 'uses it at once' },
  ],
  builtInOnly: true,
  async run({ args: { file } }, context) {
    const name = freeName(file, context.catalog.names)
    const title = name
      .split(/[^a-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(' ')
    await writeNew(file, starterFile({ name, title, schema: context.schemaFor(file) }), context)
    const next = [
      `Change it, then: hooks providers validate ${file}`,
      `Use it: hooks trigger order.paid --provider ${asProvider(file)} --to URL --secret S`,
    ]
    return { value: { name, file }, view: (style) => doneView(`${file} is written.`, next, style) }
  },
})

/** `shop/Acmé Inc.json` is of `acme-inc`; nothing may take the place of a built-in provider. */
function freeName(file: string, builtIn: readonly string[]): string {
  const [base = ''] = file.split(/[\\/]/).slice(-1)
  const name = base
    .replace(/\.json$/i, '')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  if (name === '') return 'acme'
  return builtIn.includes(name) ? `my-${name}` : name
}
