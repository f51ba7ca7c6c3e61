import { Effect } from "effect"
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
