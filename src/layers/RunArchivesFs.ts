import { Effect, Layer } from "effect"
import { existsSync, mkdtempSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { OPREF_FILE } from "../domain/runs/RunLayout.ts"
import { Host } from "../services/Host.ts"
import type { Archive } from "../services/RunArchives.ts"
import { ArchiveError, RunArchives, RunVanished } from "../services/RunArchives.ts"
import { carryRun, isFree, removeRun } from "./run-archives/CarryRun.ts"
import { beginMove, endMove, sweep, unfinishedMove, workName } from "./run-archives/Unfinished.ts"
import { isTaken } from "./run-store/MoveRun.ts"
import { isFileName } from "../domain/text/Paths.ts"
import { makeDirs } from "./SafeDirs.ts"

/** Tells snapshots of source code to leave a directory out. */
const NO_COPY = ".guild-nocopy"

/** Deflate makes no more than this of a byte; entries that promise more share their bytes to flood a disk. */
const MOST_DEFLATED = 1032

const removeTree = (path: string): void => rmSync(path, { recursive: true, force: true })

const unpack = async (path: string, dir: string): Promise<void> => {
  const { declaredSize, unpackZip } = await import("./resources/Zip.ts")
  const { UnpackTree } = await import("./resources/UnpackTree.ts")
  const size = declaredSize(path)
  const { bavail, bsize } = statfsSync(dir)
  if (size > statSync(path).size * MOST_DEFLATED) throw new Error("the archive is damaged: it cannot hold what it says")
  if (size > bavail * bsize) throw new Error(`not enough room to unpack it: ${size} bytes are needed`)
  await unpackZip(path, new UnpackTree(dir))
}

/** Writes a zip file beside its place and reads it back; it takes its name only then, and what it had moved goes after that. */
const saveZip = async (dir: string, path: string, moved: ReadonlyArray<string>, hostName: string): Promise<void> => {
  const { packZip } = await import("./run-archives/PackZip.ts")
  const { checkZip } = await import("./resources/Zip.ts")
  makeDirs(dirname(path))
  sweep(dirname(path), hostName)
  const partial = `${workName(dirname(path), hostName)}-${basename(path)}`
  try {
    await packZip(dir, partial)
    await checkZip(partial)
    if (moved.length > 0) beginMove(path, [...unfinishedMove(path), ...moved])
    renameSync(partial, path)
  } finally {
    rmSync(partial, { force: true })
  }
  for (const source of moved) removeRun(source, hostName)
  if (unfinishedMove(path).length === 0) endMove(path)
}

/** Run directories carried as files. Zip files are unpacked under the Guild home's cache. */
export const layer: Layer.Layer<RunArchives, never, Host> = Layer.effect(
  RunArchives,
  Effect.map(Host, ({ guildHome, hostName }) => {
    const cache = join(guildHome, "cache")
    const swept = new Set<string>()

    const sweepOnce = (dir: string): void => {
      if (!swept.has(dir)) sweep(dir, hostName)
      swept.add(dir)
    }

    const attempt = <A>(operation: ArchiveError["operation"], path: string, act: () => Promise<A> | A) =>
      Effect.tryPromise({
        try: async () => act(),
        catch: (cause) => new ArchiveError({ operation, path, cause })
      })

    const unpacked = ({ path }: Archive) =>
      Effect.acquireRelease(
        attempt("open", path, () => {
          makeDirs(cache)
          sweepOnce(cache)
          return mkdtempSync(`${workName(cache, hostName)}-archive-`)
        }),
        (dir) => Effect.sync(() => removeTree(dir))
      ).pipe(Effect.tap((dir) => attempt("open", path, async () => (existsSync(path) ? unpack(path, dir) : undefined))))

    const zipToAdd = (archive: Archive) =>
      Effect.tap(unpacked(archive), (dir) =>
        attempt("open", archive.path, () => {
          for (const source of unfinishedMove(archive.path)) beginMove(join(dir, basename(source)), [source])
        })
      )

    return RunArchives.of({
      open: (archive) => (archive.form === "dir" ? Effect.succeed(archive.path) : unpacked(archive)),
      openToAdd: (archive) =>
        archive.form === "zip"
          ? zipToAdd(archive)
          : attempt("open", archive.path, () => {
              makeDirs(archive.path)
              const marker = join(archive.path, NO_COPY)
              if (!isTaken(marker)) writeFileSync(marker, "")
              return archive.path
            }),
      has: (run, dir, move) => attempt("open", dir, () => !isFree(run.dir, join(dir, run.id), move)),
      carry: (run, dir, options) =>
        attempt(options.move ? "move" : "copy", run.dir, () => {
          if (!isFileName(run.id)) throw new Error(`'${run.id}' cannot name a run`)
          makeDirs(dir)
          sweepOnce(dir)
          sweepOnce(dirname(run.dir))
          return carryRun(run.dir, join(dir, run.id), { ...options, hostName })
        }).pipe(
          Effect.catchIf(
            () => !isTaken(join(run.dir, OPREF_FILE)),
            () => Effect.fail(new RunVanished({ id: run.id }))
          )
        ),
      save: (archive, dir, moved) =>
        archive.form === "dir"
          ? Effect.void
          : attempt("save", archive.path, () =>
              saveZip(
                dir,
                archive.path,
                moved.map((run) => run.dir),
                hostName
              )
            )
    })
  })
)
