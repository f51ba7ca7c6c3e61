import { Effect, Layer } from "effect"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { Host } from "../services/Host.ts"
import type { Archive, CarryOptions } from "../services/RunArchives.ts"
import { ArchiveError, RunArchives } from "../services/RunArchives.ts"
import { copyRun, keepsItsLinks } from "./run-archives/CopyRun.ts"
import { isTaken } from "./run-store/MoveRun.ts"
import { isFileName } from "./run-store/Paths.ts"

/** Tells snapshots of source code to leave a directory out. */
const NO_COPY = ".guild-nocopy"

/** Deflate makes no more than this of a byte; entries that promise more share their bytes to flood a disk. */
const MOST_DEFLATED = 1032

const hasCode = (cause: unknown, ...codes: ReadonlyArray<string>): boolean =>
  cause instanceof Error && "code" in cause && codes.some((code) => cause.code === code)

let count = 0

/** A hidden name, which no listing shows as a run. */
const hidden = (dir: string): string => join(dir, `.carried-${process.pid}-${count++}`)

const removeTree = (path: string): void => rmSync(path, { recursive: true, force: true })

/** Takes a run's own name away first, so that what is left of it at any moment is no half run. */
const removeRun = (dir: string): void => {
  const gone = hidden(dirname(dir))
  renameSync(dir, gone)
  removeTree(gone)
}

const copyWhole = (from: string, to: string, copyResources: boolean): boolean => {
  const partial = hidden(dirname(to))
  try {
    copyRun(from, partial, to, copyResources)
    renameSync(partial, to)
    return true
  } catch (cause) {
    removeTree(partial)
    // Another guild was here first.
    if (hasCode(cause, "ENOTEMPTY", "EEXIST") && isTaken(to)) return false
    throw cause
  }
}

const renamed = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (cause) {
    if (hasCode(cause, "EXDEV")) return false
    throw cause
  }
}

const carryRun = (from: string, to: string, { copyResources, move }: CarryOptions): boolean => {
  mkdirSync(dirname(to), { recursive: true })
  if (isTaken(to)) return false
  if (move && !copyResources && keepsItsLinks(from) && renamed(from, to)) return true
  if (!copyWhole(from, to, copyResources)) return false
  if (move) removeRun(from)
  return true
}

const unpack = async (path: string, dir: string): Promise<void> => {
  const { declaredSize, unpackZip } = await import("./resources/Zip.ts")
  const { UnpackTree } = await import("./resources/UnpackTree.ts")
  const size = declaredSize(path)
  const { bavail, bsize } = statfsSync(dir)
  if (size > statSync(path).size * MOST_DEFLATED) throw new Error("the archive is damaged: it cannot hold what it says")
  if (size > bavail * bsize) throw new Error(`not enough room to unpack it: ${size} bytes are needed`)
  await unpackZip(path, new UnpackTree(dir))
}

/** Run directories carried as files. Zip files are unpacked under the Guild home's cache. */
export const layer: Layer.Layer<RunArchives, never, Host> = Layer.effect(
  RunArchives,
  Effect.map(Host, ({ guildHome }) => {
    const cache = join(guildHome, "cache")

    const attempt = <A>(operation: ArchiveError["operation"], path: string, act: () => Promise<A> | A) =>
      Effect.tryPromise({
        try: async () => act(),
        catch: (cause) => new ArchiveError({ operation, path, cause })
      })

    const unpacked = ({ path }: Archive) =>
      Effect.acquireRelease(
        attempt("open", path, () => {
          mkdirSync(cache, { recursive: true })
          return mkdtempSync(join(cache, "archive-"))
        }),
        (dir) => Effect.sync(() => removeTree(dir))
      ).pipe(Effect.tap((dir) => attempt("open", path, async () => (existsSync(path) ? unpack(path, dir) : undefined))))

    return RunArchives.of({
      open: (archive) => (archive.form === "dir" ? Effect.succeed(archive.path) : unpacked(archive)),
      openToAdd: (archive) =>
        archive.form === "zip"
          ? unpacked(archive)
          : attempt("open", archive.path, () => {
              mkdirSync(archive.path, { recursive: true })
              const marker = join(archive.path, NO_COPY)
              if (!isTaken(marker)) writeFileSync(marker, "")
              return archive.path
            }),
      has: (run, dir) => Effect.sync(() => isTaken(join(dir, run.id))),
      carry: (run, dir, options) =>
        attempt(options.move ? "move" : "copy", run.dir, () => {
          if (!isFileName(run.id)) throw new Error(`'${run.id}' cannot name a run`)
          return carryRun(run.dir, join(dir, run.id), options)
        }),
      save: (archive, dir) =>
        archive.form === "dir"
          ? Effect.void
          : attempt("save", archive.path, async () => {
              const { packZip } = await import("./run-archives/PackZip.ts")
              mkdirSync(dirname(archive.path), { recursive: true })
              const partial = `${hidden(dirname(archive.path))}-${basename(archive.path)}`
              try {
                await packZip(dir, partial)
                renameSync(partial, archive.path)
              } finally {
                rmSync(partial, { force: true })
              }
            })
    })
  })
)
