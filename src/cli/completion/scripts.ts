/**
 * What a shell reads once. Each asks `ticketd complete` at every TAB, so that there is nothing to
 * renew when the program changes; where that knows nothing, the shell proposes files. Candidates
 * come one a line, each followed by a tab and what it is.
 */
export const SCRIPTS = {
  bash: `_ticketd() {
  local word says
  COMPREPLY=()
  while IFS=$'\\t' read -r word says; do
    COMPREPLY+=("$word")
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _ticketd ticketd
`,
  zsh: `#compdef ticketd
_ticketd() {
  local line value tab=$'\\t'
  local -a found
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    value=\${line%%$tab*}
    [[ -n $value ]] && found+=("\${value//:/\\\\:}:\${line#*$tab}")
  done
  if (( $#found )); then _describe ticketd found; else _files; fi
}
if [[ $funcstack[1] == _ticketd ]]; then _ticketd "$@"; else compdef _ticketd ticketd; fi
`,
  fish: `function __ticketd_candidates
    set -l written (commandline -opc)
    set -l current (commandline -ct)
    set -l found (command $written[1] complete -- $written[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c ticketd -f -k -a '(__ticketd_candidates)'
`,
} as const

export type Shell = keyof typeof SCRIPTS
