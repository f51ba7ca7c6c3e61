import { Effect, Layer } from "effect"
import { absolutePath } from "../domain/text/Paths.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { PathMissing } from "../domain/PathMissing.ts"
import type { RunFile } from "../services/RunFiles.ts"
import { FileError, RunFiles } from "../services/RunFiles.ts"

/** What stands at an absolute path: a file's text, or a link. Directories are where something is below them. */
export type MemoryTree = Readonly<Record<string, string | { readonly link: string }>>

/** More links in a row than this lead nowhere, as on a disk. */
const MAX_LINKS = 40

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 1))

/** Run files that are told. */
export const layer = (tree: MemoryTree): Layer.Layer<RunFiles> => {
  const at = (path: string) => (Object.hasOwn(tree, path) ? tree[path] : undefined)
  const isDir = (path: string): boolean =>
    at(path) === undefined && Object.keys(tree).some((each) => each.startsWith(`${path}/`))

  /** The path that is meant behind all links on the way, or `undefined` where it leads nowhere. */
  const real = (path: string, left = MAX_LINKS): string | undefined => {
    let whole = ""
    for (const [step, part] of path.split("/").slice(1).entries()) {
      whole = `${whole}/${part}`
      const found = at(whole)
      if (typeof found !== "object") continue
      if (left === 0) return undefined
      const rest = path.split("/").slice(step + 2)
      return real([absolutePath(found.link, parentOf(whole)), ...rest].join("/"), left - 1)
    }
    return isDir(path) || typeof at(path) === "string" ? path : undefined
  }

  const kindOf = (path: string): "file" | "dir" | undefined => {
    const target = real(path)
    return target === undefined ? undefined : isDir(target) ? "dir" : "file"
  }

  const names = (dir: string): ReadonlyArray<string> =>
    [
      ...new Set(
        Object.keys(tree).flatMap((path) =>
          path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1).split("/")[0] ?? ""] : []
        )
      )
    ].sort(byCodePoint)

  const walk = (
    dir: string,
    prefix: string,
    followLinks: boolean,
    above: ReadonlySet<string>
  ): ReadonlyArray<RunFile> =>
    names(dir).flatMap((name) => {
      const path = `${dir}/${name}`
      const target = real(path)
      const content = target === undefined ? undefined : at(target)
      const file: RunFile = {
        path: prefix + name,
        kind: kindOf(path) ?? "file",
        isLink: typeof at(path) === "object",
        size: typeof content === "string" ? Buffer.byteLength(content) : 0
      }
      const goesOn = file.kind === "dir" && (!file.isLink || followLinks) && target !== undefined && !above.has(target)
      return goesOn ? [file, ...walk(target, `${file.path}/`, followLinks, new Set([...above, target]))] : [file]
    })

  const bytesOf = (path: string): Effect.Effect<Uint8Array, PathMissing | FileError> =>
    Effect.suspend((): Effect.Effect<Uint8Array, PathMissing | FileError> => {
      const target = real(path)
      if (target === undefined) return new PathMissing({ path })
      const content = at(target)
      return typeof content === "string"
        ? Effect.succeed(new TextEncoder().encode(content))
        : new FileError({ operation: "read", path, cause: new Error("it is a directory") })
    })

  return Layer.succeed(
    RunFiles,
    RunFiles.of({
      list: (dir, { followLinks }) =>
        Effect.suspend(() => {
          const root = real(dir)
          return root === undefined || !isDir(root)
            ? Effect.fail(new FileError({ operation: "list", path: dir, cause: new Error("ENOENT") }))
            : Effect.succeed(walk(root, "", followLinks, new Set([root])))
        }),
      names: (dir) =>
        Effect.sync(() => {
          const root = real(dir)
          return root === undefined ? [] : names(root)
        }),
      kindOf: (path) => Effect.sync(() => kindOf(path)),
      read: (path, offset, sink, limit = Infinity) =>
        Effect.map(bytesOf(path), (all) => {
          const bytes = all.slice(offset, offset + limit)
          if (bytes.length > 0) sink(bytes)
          return offset + bytes.length
        }),
      same: (one, other) => Effect.zipWith(bytesOf(one), bytesOf(other), (a, b) => Buffer.compare(a, b) === 0)
    })
  )
}
