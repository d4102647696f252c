/** The shells that can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/**
 * For each shell a script that asks `hooks __complete` what may stand next. A line of its answer is a word and, behind a tab,
 * what it is; no line at all means file names.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  // Bash splits words at ':', '=' and '@' too, so the line is split anew at its spaces, and what stands before the last
  // such sign is cut from the candidates.
  bash: `_hooks() {
  local line="\${COMP_LINE:0:COMP_POINT}" current="\${COMP_WORDS[COMP_CWORD]}" IFS=$' \\t\\n'
  local words word
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  word="\${words[\${#words[@]} - 1]}"
  IFS=$'\\n'
  COMPREPLY=($(hooks __complete -- "\${words[@]:1}" 2>/dev/null | cut -f1))
  COMPREPLY=("\${COMPREPLY[@]#"\${word%"$current"}"}")
}
complete -o default -F _hooks hooks
`,
  // As a file in $fpath it is at first itself the function, which then has to do what it has just defined.
  zsh: `#compdef hooks
_hooks() {
  local -a lines items
  local line
  lines=("\${(@f)$(hooks __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    items+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#items} )); then
    _describe -V hooks items
  else
    _files
  fi
}
compdef _hooks hooks
if [[ \${funcstack[1]} == _hooks ]] _hooks
`,
  fish: `function __hooks_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (hooks __complete -- $words[2..-1] 2>/dev/null)
  if test (count $lines) -gt 0
    printf '%s\\n' $lines
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c hooks -f -a '(__hooks_complete)'
`,
}
