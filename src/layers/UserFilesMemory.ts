import { Effect, Layer, Stream } from "effect"
import { UserFiles } from "../services/UserFiles.ts"

/** Whether a path is that of a file or directory, or below it. */
const isAt = (path: string, other: string): boolean => path === other || path.startsWith(`${other}/`)

/** Files that live in memory, by the path as it was given. */
export const layer = (files: Map<string, string>): Layer.Layer<UserFiles> =>
  Layer.succeed(UserFiles, {
    read: (path) => Effect.sync(() => files.get(path)),
    write: (path, text) => Effect.sync(() => void files.set(path, text)),
    writeStream: (path, pieces) => Effect.map(Stream.mkString(pieces), (text) => void files.set(path, text)),
    append: (path, text) => Effect.sync(() => void files.set(path, (files.get(path) ?? "") + text)),
    remove: (path) => Effect.sync(() => void files.delete(path)),
    temporary: (name, text) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          files.set(`/tmp/${name}`, text)
          return `/tmp/${name}`
        }),
        (path) => Effect.sync(() => void files.delete(path))
      ),
    // A map of files has no links: what is linked is there a second time.
    temporaryLinks: (name, dir, names) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const linked = [...files].filter(([path]) => names.some((each) => isAt(path, `${dir}/${each}`)))
          for (const [path, text] of linked) files.set(`/tmp/${name}${path.slice(dir.length)}`, text)
          return `/tmp/${name}`
        }),
        (at) =>
          Effect.sync(() => {
            for (const path of [...files.keys()]) if (isAt(path, at)) files.delete(path)
          })
      )
  })
