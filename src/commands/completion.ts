import { defineCommand } from '../command-line/command.ts'
import { scripts, shells } from './parts/completion-scripts.ts'

export const completion = defineCommand({
  about: 'Completes commands, flags, event types, provider names and the ids of kept deliveries.',
  args: {
    shell: { name: 'SHELL', kind: 'choice', choices: shells, does: shells.join(', '), required: true },
  },
  flags: {},
  examples: [
    { line: 'source <(hooks completion bash)', does: 'in ~/.bashrc' },
    { line: 'source <(hooks completion zsh)', does: 'in ~/.zshrc' },
    { line: 'hooks completion fish | source', does: 'in ~/.config/fish/config.fish' },
  ],
  builtInOnly: true,
  async run({ args: { shell } }) {
    return { raw: scripts[shell] }
  },
})
