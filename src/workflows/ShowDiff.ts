import { Effect } from "effect"
import { DiffFailed } from "../domain/DiffErrors.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { diffLines, hunks, splitLines } from "../domain/text/TextDiff.ts"
import type { Hunk } from "../domain/text/TextDiff.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { RunFiles } from "../services/RunFiles.ts"
import type { DiffCommand } from "./DiffCommand.ts"
import type { DiffPair } from "./DiffRuns.ts"
import { readText } from "./ReadText.ts"

/** Runs a program on two paths, on the user's terminal. What it says of them is its own matter: its exit status is not looked at. */
export const runDiffCommand = (command: DiffCommand, [from, to]: DiffPair) =>
  Effect.gen(function* () {
    const { cwd, env } = yield* Host
    const argv: DiffCommand = [...command, from, to]
    yield* Effect.catchTag((yield* Processes).foreground({ argv, cwd, env }), "SpawnFailed", (error) => {
      const reason = error.reason === "not-found" ? "No such file or directory" : error.message
      return new DiffFailed({ command: argv.join(" "), reason })
    })
  })

/** A pair of files that are not the same. Without hunks they are no texts; a side without a file is `undefined`. */
export interface FileDiff {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly hunks: ReadonlyArray<Hunk> | undefined
}

/** The file at a path, or all files below it by their relative paths; nothing where nothing is. */
const filesAt = (path: string) =>
  Effect.gen(function* () {
    const files = yield* RunFiles
    const kind = yield* files.kindOf(path)
    if (kind === undefined) return []
    if (kind === "file") return [""]
    const listed = yield* files.list(path, { followLinks: false })
    return listed.filter((file) => file.kind === "file").map((file) => `/${file.path}`)
  })

const fileDiff = (from: string | undefined, to: string | undefined) =>
  Effect.gen(function* () {
    const text = (path: string | undefined) => (path === undefined ? Effect.succeed("") : readText(path))
    const [one = "", other = ""] = [yield* text(from), yield* text(to)]
    if (one === other && from !== undefined && to !== undefined) return undefined
    const isText = !one.includes("\0") && !other.includes("\0")
    return {
      from,
      to,
      hunks: isText ? hunks(diffLines(splitLines(one), splitLines(other))) : undefined
    } satisfies FileDiff
  })

/** Hands every difference between two files, or two directories and all below them, to `show`, by path. */
export const eachFileDiff = <E, R>([from, to]: DiffPair, show: (diff: FileDiff) => Effect.Effect<void, E, R>) =>
  Effect.gen(function* () {
    const [left, right] = [from.replace(/\/$/, ""), to.replace(/\/$/, "")]
    const here = new Set(yield* filesAt(left))
    const there = new Set(yield* filesAt(right))
    for (const path of [...new Set([...here, ...there])].sort(byCodePoint)) {
      const diff = yield* fileDiff(here.has(path) ? left + path : undefined, there.has(path) ? right + path : undefined)
      if (diff !== undefined) yield* show(diff)
    }
  })
