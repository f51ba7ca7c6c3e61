import { Effect, Layer, Stream } from "effect"
import { UserFiles } from "../services/UserFiles.ts"

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
      )
  })
