import { accessSync, constants, statSync } from "node:fs"
import { isAbsolute, resolve } from "node:path"
import { Effect } from "effect"
import type { Held, ProcessSpec, SpawnFailed } from "../../services/Processes.ts"
import type { Spawned } from "./Spawn.ts"
import { spawnFailure } from "./Spawn.ts"

type Spec = Omit<ProcessSpec, "stdin">

/** Where a held program hears that it may begin. */
const GATE = 3

/**
 * Waits at the gate; where it closes without a word, whoever was to open it is dead and nothing is run. Words: the PWD that the
 * program is to have, since a shell sets its own; how many files to remove; those; the program and its arguments.
 */
const WAIT = `IFS= read -r go <&${GATE} || exit 1
if [ -n "$1" ]; then PWD=$1; else unset PWD; fi
count=$2
shift 2
while [ "$count" -gt 0 ]; do command -p rm -f -- "$1" || exit 1; shift; count=$((count - 1)); done
exec ${GATE}<&-
exec "$@"`

/** The same program behind a gate: it keeps its pid, its group, its directory and its environment. */
export const heldCommand = ({ argv, cwd, env }: Spec, { removes }: Held): Spec => ({
  argv: ["/bin/sh", "-c", WAIT, "guild", env["PWD"] ?? "", String(removes.length), ...removes, ...argv],
  cwd,
  env
})

/** Opens the gate of a process that was started as a held program. One that is gone already does not hear. */
export const letGo = ({ child }: Spawned): Effect.Effect<void> =>
  Effect.sync(() => {
    const gate = child.stdio[GATE]
    if (gate === null || gate === undefined || !("end" in gate)) return
    gate.on("error", () => undefined)
    gate.end("go\n")
  })

const DEFAULT_PATH = "/bin:/usr/bin"

const problemOf = (path: string): "ENOENT" | "EACCES" | undefined => {
  try {
    if (!statSync(path).isFile()) return "EACCES"
    accessSync(path, constants.X_OK)
    return undefined
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EACCES" ? "EACCES" : "ENOENT"
  }
}

/** Fails as starting the program would, since the shell in front of it has words of its own for that. */
export const findProgram = (spec: Spec): Effect.Effect<void, SpawnFailed> =>
  Effect.suspend(() => {
    const [program] = spec.argv
    const dirs = program.includes("/") ? [""] : (spec.env["PATH"] ?? DEFAULT_PATH).split(":")
    const problems = dirs.map((dir) => problemOf(isAbsolute(program) ? program : resolve(spec.cwd, dir, program)))
    if (problems.includes(undefined)) return Effect.void
    const code = problems.find((problem) => problem === "EACCES") ?? "ENOENT"
    return Effect.fail(spawnFailure(spec, Object.assign(new Error(code), { code })))
  })
