import { Effect } from "effect"
import { DiffFailed } from "../domain/DiffErrors.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { visibleText } from "../domain/text/VisibleText.ts"
import { diffLines, hunks, splitLines } from "../domain/text/TextDiff.ts"
import type { Hunk } from "../domain/text/TextDiff.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { RunFiles } from "../services/RunFiles.ts"
import { Terminal } from "../services/Terminal.ts"
import type { DiffCommand } from "./DiffCommand.ts"
import type { DiffPair } from "./DiffRuns.ts"
import { readBytes } from "./ReadBytes.ts"

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

/** A pair of files that are not the same, of which a side without a file is `undefined`. */
export interface FileDiff {
  readonly from: string | undefined
  readonly to: string | undefined
  /** Where they differ as texts; `binary` where they are none, and `large` where nobody would read the lines. */
  readonly content: ReadonlyArray<Hunk> | "binary" | "large"
}

/** Bytes of a text up to which its lines are looked at. */
const MAX_TEXT = 32 * 1024 * 1024

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

/** Nothing where there is no file, as a link to nothing is none. */
const readStart = (path: string | undefined) =>
  path === undefined
    ? Effect.succeed(new Uint8Array())
    : Effect.catchTag(readBytes(path, MAX_TEXT + 1), "PathMissing", () => Effect.succeed(new Uint8Array()))

/** What differs between two files, either of which may be missing, and that are not the same. */
const contentDiff = (from: string | undefined, to: string | undefined) =>
  Effect.gen(function* () {
    const [one, other] = [yield* readStart(from), yield* readStart(to)]
    if (one.includes(0) || other.includes(0)) return "binary"
    if (one.length > MAX_TEXT || other.length > MAX_TEXT) return "large"
    const decoder = new TextDecoder()
    const [before, after] = [decoder.decode(one), decoder.decode(other)]
    // What differs in bytes that are no text is none.
    if (before === after && one.length > 0 && other.length > 0) return "binary"
    return hunks(diffLines(splitLines(before), splitLines(after)))
  })

const fileDiff = (from: string | undefined, to: string | undefined) =>
  Effect.gen(function* () {
    const same =
      from !== undefined &&
      to !== undefined &&
      (yield* Effect.catchTag((yield* RunFiles).same(from, to), "PathMissing", () => Effect.succeed(false)))
    return same ? undefined : ({ from, to, content: yield* contentDiff(from, to) } satisfies FileDiff)
  })

/**
 * Hands every difference between two files, or two directories and all below them, to `show`, by path. A file that cannot be read,
 * or is no file, is warned of, and the others are compared.
 */
export const eachFileDiff = <E, R>([from, to]: DiffPair, show: (diff: FileDiff) => Effect.Effect<void, E, R>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const [left, right] = [from.replace(/\/$/, ""), to.replace(/\/$/, "")]
    const here = new Set(yield* filesAt(left))
    const there = new Set(yield* filesAt(right))
    for (const path of [...new Set([...here, ...there])].sort(byCodePoint)) {
      const diff = yield* fileDiff(
        here.has(path) ? left + path : undefined,
        there.has(path) ? right + path : undefined
      ).pipe(Effect.catchTag("FileError", ({ message }) => Effect.as(terminal.warn(visibleText(message)), undefined)))
      if (diff !== undefined) yield* show(diff)
    }
  })
