import { createHash } from "node:crypto"
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync
} from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Effect, Layer } from "effect"
import type { SelectRule } from "../domain/ops/OpDef.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import { makeSelector } from "../domain/source/SourceSelector.ts"
import type { SourceSelection, SourceWarning } from "../services/SourceFiles.ts"
import { SourceError, SourceFiles } from "../services/SourceFiles.ts"
import { ensureDirBelow, makeDirs, staysBelow } from "./SafeDirs.ts"
import { isTextFile, scan } from "./SourceScanNode.ts"

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const select = (root: string, rules: ReadonlyArray<SelectRule>): SourceSelection => {
  const selector = makeSelector(rules)
  const selected: Array<string> = []
  const skipped: Array<string> = []
  const warnings: Array<SourceWarning> = []
  let overflowed = false
  scan(root, {
    entersDir: selector.entersDir,
    file: (path, absolute) => {
      const verdict = selector.file(path, {
        size: () => statSync(absolute).size,
        isText: () => isTextFile(absolute)
      })
      ;(verdict.selected ? selected : skipped).push(path)
      if (verdict.limit?.kind === "too-big") warnings.push({ kind: "too-big", path })
      if (verdict.limit?.kind === "too-many" && !overflowed) {
        overflowed = true
        warnings.push({ kind: "too-many", limit: verdict.limit.max })
      }
    },
    special: (path) => {
      skipped.push(path)
    },
    unreadable: (path, reason) => {
      skipped.push(path)
      // What the rules leave out anyway is nobody's loss.
      if (selector.file(path, { size: () => 0, isText: () => true }).selected)
        warnings.push({ kind: "unreadable", path, reason })
    }
  })
  return { selected, skipped, warnings }
}

const assertInside = (file: string): void => {
  if (!staysBelow(file)) throw new Error(`'${file}' is not a path below the source root`)
}

const isTaken = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EEXIST"

const copyFile = (source: string, target: string): void => {
  try {
    copyFileSync(source, target, constants.COPYFILE_EXCL)
  } catch (cause) {
    if (!isTaken(cause)) throw cause
    // Replaced at once, and not written to: what is there may be a link that leads elsewhere, or all that there is of a file.
    const whole = `${target}.guild-${process.pid}.tmp`
    try {
      copyFileSync(source, whole)
      renameSync(whole, target)
    } finally {
      rmSync(whole, { force: true })
    }
  }
}

const chunk = new Uint8Array(64 * 1024)

const allBelow = (dir: string): ReadonlyArray<string> => {
  const paths: Array<string> = []
  if (!existsSync(dir)) return paths
  scan(dir, {
    entersDir: (path) => path !== GUILD_DIR,
    file: (path) => void paths.push(path),
    special: () => undefined,
    unreadable: (path, reason) => {
      throw new Error(`${path}: ${reason}`)
    }
  })
  return paths
}

const digestFiles = (dir: string, paths = allBelow(dir)): string | null => {
  const source = paths.filter((path) => !path.startsWith(`${GUILD_DIR}/`)).sort(byCodePoint)
  if (source.length === 0) return null
  const hash = createHash("md5")
  for (const path of source) {
    hash.update(path).update("\0")
    const fd = openSync(join(dir, path), "r")
    try {
      for (let n = readSync(fd, chunk); n > 0; n = readSync(fd, chunk)) hash.update(chunk.subarray(0, n))
    } finally {
      closeSync(fd)
    }
    hash.update("\0")
  }
  return hash.digest("hex")
}

const attempt = <A>(operation: SourceError["operation"], path: string, act: () => A): Effect.Effect<A, SourceError> =>
  Effect.try({ try: act, catch: (cause) => new SourceError({ operation, path, cause }) })

/** Other fibers and interruption get their turn after so many files. */
const COPY_BATCH = 50

/** Source files of the real file system. */
export const layer: Layer.Layer<SourceFiles> = Layer.succeed(
  SourceFiles,
  SourceFiles.of({
    directories: (root, paths) =>
      Effect.sync(() => new Set(paths.filter((path) => path !== "" && isDirectory(resolve(root, path))))),
    select: (root, rules) => attempt("scan", root, () => select(root, rules)),
    copy: (root, files, dest) =>
      Effect.gen(function* () {
        const made = new Set<string>()
        yield* attempt("copy", dest, () => makeDirs(dest))
        for (const [index, file] of files.entries()) {
          if (index % COPY_BATCH === COPY_BATCH - 1) yield* Effect.yieldNow()
          yield* attempt("copy", join(root, file), () => {
            assertInside(file)
            ensureDirBelow(dest, dirname(file), made)
            copyFile(join(root, file), join(dest, file))
          })
        }
      }),
    digest: (dir, paths) => attempt("digest", dir, () => digestFiles(dir, paths))
  })
)
