import { Effect, Option } from "effect"
import { MANIFEST_FILE, readManifest } from "../domain/runs/Manifest.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { GUILD_DIR, SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
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

/** Tells the paths of a run that its manifest lists as source code; `undefined` where it lists none. */
const listedSource = (run: RunRef) =>
  Effect.map(manifestOf(run), (entries) => {
    const known = new Set(entries.filter(({ kind }) => kind === "sourcecode").map(({ path }) => path))
    return known.size === 0 ? undefined : (path: string) => known.has(path)
  })

const isIn = (dir: string) => (path: string) =>
  dir === "" ? path !== GUILD_DIR && !path.startsWith(`${GUILD_DIR}/`) : path === dir || path.startsWith(`${dir}/`)

/** Whether a path of a run is one of its source code: by its manifest, or else by the directory that it is in. */
const isSourceOf = (run: RunRef) =>
  Effect.gen(function* () {
    return (yield* listedSource(run)) ?? isIn(yield* sourceDirOf(run))
  })

/** The directory of a run's source code, and what is part of it. */
export const sourceOf = (run: RunRef) => Effect.all({ sourceDir: sourceDirOf(run), isSource: isSourceOf(run) })

/**
 * What `guild ls --sourcecode` lists, and the directory that its paths count from: what the manifest of a later Guild lists, or else
 * what is in the place that Guild has for source code. A copy that an operation has made elsewhere is of the run's ordinary files.
 */
export const listedSourceOf = (run: RunRef) =>
  Effect.gen(function* () {
    const isSource = yield* listedSource(run)
    return isSource === undefined
      ? { sourceDir: SOURCECODE_DIR, isSource: isIn(SOURCECODE_DIR) }
      : { sourceDir: yield* sourceDirOf(run), isSource }
  })
