import { byCodePoint } from "../text/PathOrder.ts"
import type { Env } from "./RunEnv.ts"
import { quoteShell } from "../text/Shlex.ts"

/** What a shell keeps for itself: where it is, and the last command's last word. */
const OF_THE_SHELL: ReadonlySet<string> = new Set(["PWD", "OLDPWD", "SHLVL", "_"])

/** The `ENV` file of a staged run: a line `export NAME=VALUE` for every variable that a shell can take, by name. */
export const stagedEnv = (env: Env): string =>
  Object.keys(env)
    .filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !OF_THE_SHELL.has(name))
    .sort(byCodePoint)
    .map((name) => `export ${name}=${quoteShell(env[name] ?? "")}\n`)
    .join("")
