import { Effect, Option } from "effect"
import { MANIFEST_FILE, readManifest } from "../domain/runs/Manifest.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { sourceDir } from "../domain/runs/SourceDir.ts"
import { RunStore } from "../services/RunStore.ts"
import { readBytes } from "./ReadBytes.ts"

/** What a later Guild lists that it put into a run; nothing where there is no such list. */
export const manifestOf = (run: RunRef) =>
  readBytes(`${run.dir}/${MANIFEST_FILE}`).pipe(
    Effect.map((bytes) => readManifest(new TextDecoder().decode(bytes))),
    Effect.orElseSucceed(() => [])
  )

/** The directory of a run's own copy of its source code, relative to the run's and `""` for that itself. */
export const sourceDirOf = (run: RunRef) =>
  Effect.gen(function* () {
    const op = yield* Effect.catchTag((yield* RunStore).readAttr(run, "op"), "AttrDamaged", () => Effect.succeedNone)
    return sourceDir(Option.getOrUndefined(op))
  })

/** Whether a path of a run is one of its source code: by its manifest, or else by the directory that it is in. */
export const isSourceOf = (run: RunRef) =>
  Effect.gen(function* () {
    const listed = (yield* manifestOf(run)).filter(({ kind }) => kind === "sourcecode").map(({ path }) => path)
    const known = new Set(listed)
    if (known.size > 0) return (path: string) => known.has(path)
    const dir = yield* sourceDirOf(run)
    return dir === ""
      ? (path: string) => path !== ".guild" && !path.startsWith(".guild/")
      : (path: string) => path === dir || path.startsWith(`${dir}/`)
  })
