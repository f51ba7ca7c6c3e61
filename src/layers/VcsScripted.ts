import { Effect, Layer, Option } from "effect"
import { Vcs } from "../services/Vcs.ts"

/** Version control that knows these directories and their `vcs_commit`, and no others. */
export const layer = (commits: Readonly<Record<string, string>> = {}): Layer.Layer<Vcs> =>
  Layer.succeed(
    Vcs,
    Vcs.of({
      commit: (dir) => Effect.succeed(Object.hasOwn(commits, dir) ? Option.fromNullable(commits[dir]) : Option.none())
    })
  )
