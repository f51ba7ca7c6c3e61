import { createHash } from "node:crypto"
import { posix } from "node:path"
import { Effect, Layer } from "effect"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import { makeSelector } from "../domain/source/SourceSelector.ts"
import { looksLikeText, TEXT_SAMPLE_SIZE, textByName } from "../domain/source/TextFile.ts"
import type { SourceWarning } from "../services/SourceFiles.ts"
import { SourceError, SourceFiles } from "../services/SourceFiles.ts"

/** Files by absolute path. */
export type MemoryFiles = Map<string, Uint8Array>

const under = (dir: string): string => (dir.endsWith("/") ? dir : `${dir}/`)

/** The paths below a directory in scan order: its files by name, then its directories by name. */
const scanOrder = (paths: ReadonlyArray<string>): ReadonlyArray<string> => {
  const files = paths.filter((path) => !path.includes("/")).sort(byCodePoint)
  const dirs = new Set(paths.filter((path) => path.includes("/")).map((path) => path.slice(0, path.indexOf("/"))))
  return [
    ...files,
    ...Array.from(dirs)
      .sort(byCodePoint)
      .flatMap((dir) =>
        scanOrder(paths.filter((path) => path.startsWith(`${dir}/`)).map((path) => path.slice(dir.length + 1))).map(
          (path) => `${dir}/${path}`
        )
      )
  ]
}

const parents = (path: string): ReadonlyArray<string> =>
  path.split("/").flatMap((_, i, parts) => (i === 0 ? [] : [parts.slice(0, i).join("/")]))

/** Source files that live in the given map, which copies write to: no links, no modes, nothing unreadable. */
export const layer = (files: MemoryFiles): Layer.Layer<SourceFiles> => {
  const below = (dir: string): ReadonlyArray<string> =>
    Array.from(files.keys()).flatMap((path) => (path.startsWith(under(dir)) ? [path.slice(under(dir).length)] : []))

  const at = (operation: SourceError["operation"], path: string): Effect.Effect<Uint8Array, SourceError> => {
    const bytes = files.get(path)
    return bytes === undefined
      ? Effect.fail(new SourceError({ operation, path, cause: new Error("no such file") }))
      : Effect.succeed(bytes)
  }

  const listed = (operation: SourceError["operation"], dir: string) =>
    below(dir).length === 0
      ? Effect.fail(new SourceError({ operation, path: dir, cause: new Error("no such directory") }))
      : Effect.succeed(below(dir))

  return Layer.succeed(
    SourceFiles,
    SourceFiles.of({
      directories: (root, paths) =>
        Effect.sync(() => new Set(paths.filter((path) => path !== "" && below(posix.join(root, path)).length > 0))),
      select: (root, rules) =>
        Effect.map(listed("scan", root), (paths) => {
          const selector = makeSelector(rules)
          const selected: Array<string> = []
          const skipped: Array<string> = []
          const warnings: Array<SourceWarning> = []
          const closed = (dir: string): boolean =>
            !selector.entersDir(dir, (name) => files.has(posix.join(root, dir, name)))
          for (const path of scanOrder(paths).filter((name) => !parents(name).some(closed))) {
            const bytes = files.get(posix.join(root, path)) ?? new Uint8Array()
            const { selected: taken, limit } = selector.file(path, {
              size: () => bytes.length,
              isText: () => textByName(path) ?? looksLikeText(bytes.subarray(0, TEXT_SAMPLE_SIZE))
            })
            ;(taken ? selected : skipped).push(path)
            if (limit?.kind === "too-big") warnings.push({ kind: "too-big", path })
            if (limit?.kind === "too-many" && !warnings.some(({ kind }) => kind === "too-many"))
              warnings.push({ kind: "too-many", limit: limit.max })
          }
          return { selected, skipped, warnings }
        }),
      copy: (root, paths, dest) =>
        Effect.forEach(
          paths,
          (path) =>
            posix.isAbsolute(path) || path.split("/").includes("..")
              ? Effect.fail(new SourceError({ operation: "copy", path, cause: new Error("not below the source root") }))
              : Effect.map(at("copy", posix.join(root, path)), (bytes) => files.set(posix.join(dest, path), bytes)),
          { discard: true }
        ),
      digest: (dir, all = below(dir)) =>
        Effect.sync(() => {
          const paths = all.filter((path) => !path.startsWith(`${GUILD_DIR}/`))
          if (paths.length === 0) return null
          const hash = createHash("md5")
          for (const path of paths.sort(byCodePoint))
            hash
              .update(path)
              .update("\0")
              .update(files.get(posix.join(dir, path)) ?? "")
              .update("\0")
          return hash.digest("hex")
        })
    })
  )
}
