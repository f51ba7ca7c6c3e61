import type { ShellName } from "../../domain/Shells.ts"

/** Printed in place of candidates where file names fit: the shell knows them best. */
export const FILES_MARK = ":files"

// What a Guild file, a tag or a label says is data: no shell may take it for more than a word.
const bash = `_guild_completion() {
  local line="\${COMP_LINE:0:COMP_POINT}" current="\${COMP_WORDS[COMP_CWORD]}" whole before reply
  # bash takes words apart at ':' and '='; what stands before the last of them is there already.
  case $current in "=" | ":") current="" ;; esac
  whole="\${line##*[[:space:]]}"
  before="\${whole%"$current"}"
  COMPREPLY=()
  while IFS= read -r reply; do
    if [ "$reply" = "${FILES_MARK}" ]; then
      compopt -o default 2> /dev/null
      continue
    fi
    reply="\${reply%%$'\\t'*}"
    case $reply in *=) compopt -o nospace 2> /dev/null ;; esac
    reply="\${reply#"$before"}"
    [ -z "$reply" ] || printf -v reply %q "$reply"
    COMPREPLY+=("$reply")
  done < <(guild completion --complete "$line" 2> /dev/null)
}
complete -F _guild_completion guild`

const zsh = `_guild_completion() {
  local reply word files
  local -a words_found words_shown names_found names_shown
  while IFS= read -r reply; do
    if [[ $reply == "${FILES_MARK}" ]]; then
      files=1
      continue
    fi
    word="\${reply%%$'\\t'*}"
    if [[ $word == *= ]]; then
      names_found+=("$word")
      names_shown+=("\${reply/$'\\t'/  -- }")
    else
      words_found+=("$word")
      words_shown+=("\${reply/$'\\t'/  -- }")
    fi
  done < <(guild completion --complete "\${(j: :)words[1,CURRENT-1]} $PREFIX" 2> /dev/null)
  (( \${#words_found} )) && compadd -V guild -l -d words_shown -a words_found
  (( \${#names_found} )) && compadd -V guild -S '' -l -d names_shown -a names_found
  if [[ -n $files ]]; then
    compset -P '[^/=]#='
    _files
  fi
  return 0
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _guild_completion guild`

const fish = `function __guild_completion
    for reply in (guild completion --complete (commandline -cp | string collect) 2> /dev/null)
        if test "$reply" != "${FILES_MARK}"
            printf '%s\\n' $reply
        else if string match -qr '^(?<before>[^/=]*=)(?<path>.*)' -- (commandline -ct)
            for found in (__fish_complete_path "$path")
                printf '%s\\n' $before$found
            end
        else
            __fish_complete_path (commandline -ct)
        end
    end
end
complete -c guild -f -k -a '(__guild_completion)'`

/** What a shell reads to complete guild's command lines. It asks \`guild completion --complete LINE\` for what fits. */
export const completionScript = (shell: ShellName): string => ({ bash, zsh, fish })[shell]

/** The line of a shell's start-up file that loads the script. */
export const loadLine = (shell: ShellName): string =>
  shell === "fish" ? "guild completion -s fish | source" : `source <(guild completion -s ${shell})`

/** A shell's own start-up file, below the user's home directory. */
export const startupFile = (shell: ShellName): string =>
  ({ bash: ".bashrc", zsh: ".zshrc", fish: ".config/fish/config.fish" })[shell]
