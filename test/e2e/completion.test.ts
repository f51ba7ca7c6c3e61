import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

const has = (program: string): boolean => spawnSync(program, ["-c", "exit"]).status === 0

/** Makes the command a program, for shells that know nothing of bash's functions. */
const ON_PATH = `
mkdir -p ../bin
printf '#!/bin/bash\\n%s\\nguild "$@"\\n' "$(declare -f guild)" > ../bin/guild
chmod +x ../bin/guild
export PATH=$PWD/../bin:$PATH
`

const GUILD_FILE = `
train:
  main: train
  flags:
    data: { type: path, description: What to read }
    mode: { choices: [fast, 'a b', '$(touch pwned)'] }
    rate: 0.1
`

/** Gives the words of COMPREPLY for each line, one a line. */
const BASH = `
source <(guild completion -s bash)
for line in "$@"; do
  COMP_LINE=$line COMP_POINT=\${#line}
  read -ra COMP_WORDS <<< "\${line//=/ = }"
  [[ $line == *' ' ]] && COMP_WORDS+=("")
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _guild_completion
  printf '%s|' "\${COMPREPLY[@]}"
  echo
done
`

/** Types each line and Tab into a shell on a terminal of its own, and tells what the line is then. */
const ZSH = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source <(guild completion -s zsh)"
zpty -w shell 'show-line() { print -r -- "LI""NE<$BUFFER>"; BUFFER=; zle accept-line }; zle -N show-line; bindkey "^O" show-line'
for line in "$@"; do
  zpty -n -w shell "$line"$'\\t\\C-O'
  zpty -r shell out '*LINE<*>*'
  print -r -- "\${\${out##*LINE<}%%>*}"
done
zpty -d shell
`

const FISH = `
guild completion -s fish | source
for line in $argv
    string join -- '|' (complete -C "$line" | string replace -r '\\t.*' '')
end
true
`

describe("completion in a shell", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
    writeFileSync(join(box.project, "guild.yml"), GUILD_FILE)
    mkdirSync(join(box.project, "in put"))
    writeFileSync(join(box.project, "in put", "one.txt"), "")
    writeFileSync(join(box.project, "train.py"), "")
  })
  afterAll(() => box.remove())

  /** What a script prints of some command lines that end where the cursor is. */
  const completed = async (script: string, how: string, lines: ReadonlyArray<string>) => {
    writeFileSync(join(box.project, "press-tab"), script)
    const { code, out } = await box.bash(`${ON_PATH}${how} ${lines.map((line) => `'${line}'`).join(" ")}`)
    expect(code).toBe(0)
    expect(existsSync(join(box.project, "pwned"))).toBe(false)
    return out.replace(/\n$/, "").split("\n")
  }

  it("offers words, as one word each whatever is in them, in bash", async () => {
    const lines = [
      "guild runs re",
      "guild run train mode=",
      "guild run tr",
      "guild run train d",
      "guild run train rate="
    ]
    expect(await completed(BASH, "bash press-tab", lines)).toEqual([
      "restore|",
      "fast|a\\ b|\\$\\(touch\\ pwned\\)|",
      "train|",
      "data=|",
      "|"
    ])
  })

  it.skipIf(!has("zsh"))("adds what is missing, quoted where it has to be, in zsh", async () => {
    const lines = [
      "guild runs re",
      "guild run train mode=f",
      "guild run train mode=a",
      "guild run train mode=\\$",
      "guild run train da",
      "guild run train data=in",
      "guild cat --path=guild"
    ]
    expect(await completed(ZSH, "zsh -f press-tab", lines)).toEqual([
      "guild runs restore ",
      "guild run train mode=fast ",
      "guild run train mode=a\\ b ",
      "guild run train mode=\\$\\(touch\\ pwned\\) ",
      "guild run train data=",
      "guild run train data=in\\ put/",
      "guild cat --path=guild.yml "
    ])
  })

  it.skipIf(!has("fish"))("offers words and files in fish", async () => {
    const lines = [
      "guild runs re",
      "guild run train mode=",
      "guild run train da",
      "guild run train data=in",
      "guild cat --path=guild",
      "guild run train rate="
    ]
    expect(await completed(FISH, "fish --no-config press-tab", lines)).toEqual([
      "restore",
      "mode=fast|mode=a b|mode=$(touch pwned)",
      "data=",
      "data=in put/",
      "--path=guild.yml"
    ])
  })
})
