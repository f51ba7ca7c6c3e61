import { Effect, Layer, Option } from "effect"
import { Vcs } from "../services/Vcs.ts"

/** Version control that knows these directories and their `vcs_commit`, and no others; `committed` paths are so in any of them. */
export const layer = (
  commits: Readonly<Record<string, string>> = {},
  committed: ReadonlyArray<string> = []
): Layer.Layer<Vcs> =>
  Layer.succeed(
    Vcs,
    Vcs.of({
      commit: (dir) => Effect.succeed(Object.hasOwn(commits, dir) ? Option.fromNullable(commits[dir]) : Option.none()),
      committed: (_dir, paths) => Effect.succeed(new Set(paths.filter((path) => committed.includes(path))))
    })
  )
