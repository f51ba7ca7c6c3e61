import { createHash } from "node:crypto"
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { Effect, Layer } from "effect"
import { imageFile } from "../domain/hparams/LogLayout.ts"
import type { LogDir } from "../services/LogDirs.ts"
import { LogDirError, LogDirs } from "../services/LogDirs.ts"
import { linkRun } from "./log-dirs/LinkRun.ts"
import { ensureDirBelow } from "./SafeDirs.ts"

const presentBytes = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Writes nothing that is there already; a longer file keeps its beginning where it stands, for those who have it open. */
const writeGrowing = (path: string, bytes: Uint8Array): void => {
  const present = presentBytes(path)
  if (present !== undefined && present.length <= bytes.length && present.equals(bytes.subarray(0, present.length))) {
    if (present.length < bytes.length) appendFileSync(path, bytes.subarray(present.length))
    return
  }
  // TensorBoard takes a file for one of events that has that in its name, and would read it by half.
  const part = join(dirname(path), ".new")
  writeFileSync(part, bytes)
  renameSync(part, path)
}

const filesBelow = (root: string): ReadonlyArray<string> =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()

const logDir = (path: string): LogDir => {
  const images = new Map<string, number>()
  const attempt = <A>(act: () => A): Effect.Effect<A, LogDirError> =>
    Effect.try({ try: act, catch: (cause) => new LogDirError({ operation: "change", path, cause }) })
  const write = (name: string, file: string, bytes: Uint8Array): void => {
    ensureDirBelow(path, dirname(join(name, file)))
    writeGrowing(join(path, name, file), bytes)
  }
  return {
    path,
    link: (name, runDir) => attempt(() => linkRun(path, name, runDir)),
    write: (name, file, bytes) => attempt(() => write(name, file, bytes)),
    addImage: (name, imagePath, bytes) =>
      attempt(() => {
        const position = images.get(name) ?? 0
        images.set(name, position + 1)
        write(name, imageFile(position, createHash("md5").update(imagePath).digest("hex")), bytes)
      }),
    retain: (names) =>
      attempt(() => {
        for (const name of readdirSync(path)) {
          if (names.has(name)) continue
          rmSync(join(path, name), { recursive: true, force: true })
          images.delete(name)
        }
      }),
    files: attempt(() => filesBelow(path))
  }
}

/** Directories among the system's temporary files. */
export const layer: Layer.Layer<LogDirs> = Layer.succeed(
  LogDirs,
  LogDirs.of({
    make: ({ keep }) =>
      Effect.acquireRelease(
        Effect.try({
          try: () => logDir(mkdtempSync(join(tmpdir(), "guild-tensorboard-"))),
          catch: (cause) => new LogDirError({ operation: "create", path: tmpdir(), cause })
        }),
        ({ path }) => (keep ? Effect.void : Effect.sync(() => rmSync(path, { recursive: true, force: true })))
      )
  })
)
