import { expect, test } from 'vitest'
import { masked } from './support/masked.ts'
import type { User } from './support/user.ts'
import { onLinux, user } from './support/user.ts'

/** Loads the script once, and says for each line what it offers where the cursor stands at its end. */
const asking = `
  source <(hooks completion bash)
  [[ $(complete -p hooks) == 'complete -o default -F _hooks hooks' ]] || exit 9
  while read -r number; do
    COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=("\${@:2:$number}") COMP_CWORD=$((number - 1))
    shift $((number + 1))
    _hooks
    printf '%s\\n' "\${COMPREPLY[@]}" --
  done`

/** The words of a line as bash gives them to the function: whatever is in COMP_WORDBREAKS is a word of its own. */
function wordsOf(line: string): string[] {
  const words = line.split(/(\s+|[:=@]+)/).filter((word) => word.trim() !== '')
  return line.endsWith(' ') ? [...words, ''] : words
}

/** What bash offers for each line. */
async function offered({ bash }: User, lines: readonly string[]): Promise<Record<string, string[]>> {
  const words = lines.map(wordsOf)
  const operands = lines.flatMap((line, at) => [line, ...(words[at] ?? [])])
  const input = words.map(({ length }) => `${length}\n`).join('')
  const { exit, out, err } = await bash(asking, { operands, input }).ended
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  const answers = out.split('--\n').map((answer) => answer.split('\n').filter((word) => word !== ''))
  return Object.fromEntries(lines.map((line, at) => [line, answers[at] ?? []]))
}

test('bash completes commands, flags, values, event types, providers and kept ids', async () => {
  const me = user()
  const ids = ['evt_one', 'evt_two', 'model.updated:a:b', '$(touch owned)', 'evt_; touch owned', '--reveal']
  for (const id of ids) {
    const sending = ['trigger', 'job.completed', '--id', id, '--to', 'http://127.0.0.1:1', '--secret', 's']
    expect((await me.hooks(sending)).exit).toBe(3)
  }
  const lines = [
    'hooks ',
    'hooks tr',
    'hooks deliveries ',
    'hooks listen --se',
    'hooks completion ',
    'hooks trigger job.',
    'hooks trigger --provider firma@2026-08 signing_request.rec',
    'hooks trigger job.completed --provider fir',
    'hooks trigger job.completed --provider firma@',
    'hooks trigger job.completed --provider firma@2026-0',
    'hooks trigger job.completed --provider=pix',
    'hooks deliveries show ',
    'hooks deliveries show model.updated:a',
    'hooks replay evt_one evt_t',
    // File names, which bash adds by itself where nothing is offered.
    'hooks trigger job.completed --body ',
    'hooks nonsense ',
  ]
  const found = await offered(me, lines)
  expect(masked(JSON.stringify(found, null, 1))).toMatchInlineSnapshot(`
    "{
     "hooks ": [
      "listen",
      "trigger",
      "replay",
      "schedule",
      "verify",
      "sign",
      "deliveries",
      "sandbox",
      "providers",
      "endpoints",
      "config",
      "completion",
      "demo"
     ],
     "hooks tr": [
      "trigger"
     ],
     "hooks deliveries ": [
      "list",
      "show",
      "diff",
      "export",
      "import",
      "tail",
      "prune",
      "stats"
     ],
     "hooks listen --se": [
      "--secret",
      "--secret-file"
     ],
     "hooks completion ": [
      "bash",
      "zsh",
      "fish"
     ],
     "hooks trigger job.": [
      "job.cancelled",
      "job.completed",
      "job.flagged"
     ],
     "hooks trigger --provider firma@2026-08 signing_request.rec": [
      "signing_request.recipient.declined",
      "signing_request.recipient.identity_changed",
      "signing_request.recipient.signed"
     ],
     "hooks trigger job.completed --provider fir": [
      "firma",
      "firma@2026-04",
      "firma@2026-08",
      "firsthand",
      "firsthand@2026-03"
     ],
     "hooks trigger job.completed --provider firma@": [
      "@2026-04",
      "@2026-08"
     ],
     "hooks trigger job.completed --provider firma@2026-0": [
      "2026-04",
      "2026-08"
     ],
     "hooks trigger job.completed --provider=pix": [
      "pixelpatrol",
      "pixelpatrol@ping",
      "pixelpatrol@prefixed"
     ],
     "hooks deliveries show ": [
      "dlv_<id>",
      "dlv_<id>",
      "dlv_<id>",
      "model.updated:a:b",
      "dlv_<id>",
      "evt_two",
      "dlv_<id>",
      "evt_one",
      "dlv_<id>"
     ],
     "hooks deliveries show model.updated:a": [
      "a:b"
     ],
     "hooks replay evt_one evt_t": [
      "evt_two"
     ],
     "hooks trigger job.completed --body ": [],
     "hooks nonsense ": []
    }"
  `)
})

onLinux('in a bash that a person types into, a name with an @ in it is completed as one', async () => {
  const { onTerminal } = user()
  const bash = onTerminal('bash --norc', { env: { TERM: 'dumb', INPUTRC: '/dev/null', PS1: 'a prompt ' } })
  await bash.until('a prompt')
  bash.type('source <(hooks completion bash); PS1=\\ ready\\ now\\ ;\r')
  await bash.until('ready now ')
  const typed = [
    ['hooks trig', 'hooks trigger '],
    ['media.cr', 'media.created '],
    ['--prov', '--provider '],
    ['headshotpro@', 'headshotpro@timestamped '],
    ['--tamper=sig', '--tamper=signature '],
  ] as const
  for (const [text, completed] of typed) {
    bash.type(`${text}\t`)
    await bash.until(completed)
  }
  bash.type("\x01printf '<%s>' \r")
  const [words] = await bash.until(/<hooks>[<>\w@.=-]*(?=[^<>\w@.=-])/)
  expect(words).toBe(
    '<hooks><trigger><media.created><--provider><headshotpro@timestamped><--tamper=signature>',
  )
  bash.type('exit\r')
  expect((await bash.ended).exit).toBe(0)
})
