import { createHash } from "node:crypto"
import { existsSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import type { OutputSink, Processes } from "../../services/Processes.ts"
import { makeDirs } from "../SafeDirs.ts"
import type { ResourceProblem } from "./ResourceProblem.ts"
import { attempt, problem } from "./ResourceProblem.ts"

export interface PostProcess {
  readonly command: string | undefined
  /** Where it is run: absolute. */
  readonly dir: string
  /** What it works on has just come: that it was done before says nothing. */
  readonly fresh: boolean
}

/** What runs commands, and where what they print goes. */
export interface PostProcessing {
  readonly env: Readonly<Record<string, string>>
  readonly processes: typeof Processes.Service
  readonly output: OutputSink
}

/**
 * Runs a source's `post-process` command in a directory, through the shell, as it is a line for a shell. Interrupted, it ends the
 * command and all that came of it; so it ends where guild is killed.
 */
export const runPostProcess = (
  command: string | undefined,
  dir: string,
  { env, output, processes }: PostProcessing
): Effect.Effect<void, ResourceProblem> =>
  Effect.gen(function* () {
    if (command === undefined) return
    const spec = { argv: ["/bin/sh", "-c", command], cwd: dir, env, stdin: "inherit", isTied: true } as const
    const status = yield* Effect.scoped(
      Effect.flatMap(processes.start(spec, output), ({ exitStatus }) => exitStatus)
    ).pipe(Effect.mapError((error) => problem(error.message)))
    if (status === 0) return
    const how = status < 0 ? `was ended by signal ${-status}` : `failed with exit status ${status}`
    return yield* problem(`post-process command ${JSON.stringify(command)} ${how}`)
  })

/**
 * The same in the directory of what was found, which is the user's or a download's: once for each command and directory. A mark in the
 * cache remembers that it succeeded, and is there only as long as that holds: one that is killed half-way is done again.
 */
export const postProcessOnce = (
  { command, dir, fresh }: PostProcess,
  cacheDir: string,
  processing: PostProcessing
): Effect.Effect<void, ResourceProblem> =>
  Effect.gen(function* () {
    if (command === undefined) return
    const marks = join(cacheDir, "post-processed")
    const mark = join(
      marks,
      createHash("sha1")
        .update(JSON.stringify([command, dir]))
        .digest("hex")
    )
    if (!fresh && (yield* attempt(() => existsSync(mark)))) return
    yield* attempt(() => rmSync(mark, { force: true }))
    yield* runPostProcess(command, dir, processing)
    yield* attempt(() => {
      makeDirs(marks)
      writeFileSync(mark, "")
    })
  })
