import { Effect } from "effect"
import { archivePath, isArchiveName } from "../../workflows/NamedArchives.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import type { Archive } from "../../services/RunArchives.ts"
import { Host } from "../../services/Host.ts"
import { RunFiles } from "../../services/RunFiles.ts"

/** An archive as the user names it, and what is there now. Its name says whether it is a zip file. */
export const namedArchive = (
  name: string
): Effect.Effect<{ readonly archive: Archive; readonly found: "file" | "dir" | undefined }, never, Host | RunFiles> =>
  Effect.gen(function* () {
    const path = absolutePath(name, (yield* Host).cwd)
    const found = yield* (yield* RunFiles).kindOf(path)
    const form = found !== "dir" && /\.zip$/i.test(name) ? "zip" : "dir"
    return { archive: { path, form }, found }
  })

/** An archive to read from: a path, or the name of one that `guild archive` keeps where there is nothing at such a path. */
export const archiveToRead = (name: string) =>
  Effect.gen(function* () {
    const asPath = yield* namedArchive(name)
    if (asPath.found !== undefined || !isArchiveName(name)) return asPath
    const path = yield* archivePath(name)
    return (yield* (yield* RunFiles).kindOf(path)) === "dir"
      ? { archive: { path, form: "dir" } as const, found: "dir" as const }
      : asPath
  })
