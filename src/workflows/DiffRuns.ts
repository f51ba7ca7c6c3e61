import { Effect, Option } from "effect"
import { NoWorkingDir } from "../domain/DiffErrors.ts"
import { absolutePath } from "../domain/text/Paths.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { ATTRS_DIR, OUTPUT_FILE } from "../domain/runs/RunLayout.ts"
import { sourceRoot } from "../domain/source/SourceRules.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { RunFiles } from "../services/RunFiles.ts"
import { sourceDirOf } from "./RunSource.ts"

/** Two paths that are held against each other. */
export type DiffPair = readonly [from: string, to: string]

/** What of a run is compared; everything where nothing is named. What stands at no one path (files, scalars) is for DiffViews. */
export interface DiffParts {
  readonly output: boolean
  readonly sourcecode: boolean
  readonly env: boolean
  readonly flags: boolean
  readonly attrs: boolean
  readonly deps: boolean
  readonly files: boolean
  readonly scalars: boolean
  readonly path: ReadonlyArray<string>
}

/** Where a run records what its dependencies were resolved to: Guild AI 0.7 and later versions have each their own attribute. */
const depsPath = (run: Run) =>
  Effect.gen(function* () {
    const later = `${ATTRS_DIR}/deps`
    const kind = yield* (yield* RunFiles).kindOf(`${run.dir}/${later}`)
    return kind === "file" ? later : `${ATTRS_DIR}/resolved_deps`
  })

/** The named parts of a run as paths relative to it; `""` is the run itself. */
const partPaths = (run: Run, parts: DiffParts) =>
  Effect.gen(function* () {
    const named: ReadonlyArray<string> = [
      ...(parts.attrs ? [ATTRS_DIR] : []),
      ...(parts.env ? [`${ATTRS_DIR}/env`] : []),
      ...(parts.flags ? [`${ATTRS_DIR}/flags`] : []),
      ...(parts.deps ? [yield* depsPath(run)] : []),
      ...(parts.output ? [OUTPUT_FILE] : []),
      ...(parts.sourcecode ? [yield* sourceDirOf(run)] : []),
      ...parts.path
    ]
    return named.length > 0 || parts.files || parts.scalars ? named : [""]
  })

/** What is compared of two runs. */
export const runPairs = (from: Run, to: Run, parts: DiffParts) =>
  Effect.gen(function* () {
    const ours = yield* partPaths(from, parts)
    const theirs = yield* partPaths(to, parts)
    return ours.map((path, at): DiffPair => [`${from.dir}/${path}`, `${to.dir}/${theirs[at] ?? path}`])
  })

/** What is compared of a run's source code and a directory: all of it, or the paths that are named. */
export const workingPairs = (run: Run, dir: string, paths: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const source = absolutePath(yield* sourceDirOf(run), run.dir)
    const pairs: ReadonlyArray<DiffPair> =
      paths.length === 0
        ? [[source, dir]]
        : paths.map((path) => [`${source}/${path}`, `${dir.replace(/\/$/, "")}/${path}`])
    return pairs
  })

/** The directory that a run's source code was copied from, as its Guild file has it now. */
export const workingDir = (run: Run) =>
  Effect.gen(function* () {
    const { modelName, opName, pkgName, pkgType } = run.opRef
    if (pkgType === "script") return pkgName
    const files = yield* GuildFiles
    const file =
      pkgType === "guildfile"
        ? Option.some(yield* files.forFile(pkgName))
        : pkgType === "package"
          ? yield* files.forPackage(pkgName)
          : Option.none()
    if (Option.isNone(file)) return yield* new NoWorkingDir({ run: shortId(run.id) })
    const op = file.value.models
      .find((model) => model.name === modelName)
      ?.operations.find((operation) => operation.opRef.opName === opName)
    const dir = absolutePath(op === undefined ? "." : sourceRoot(op.sourcecode), file.value.dir)
    // Programs are given a package's own directory as Guild AI gives it to them.
    return pkgType === "package" && dir === file.value.dir ? `${dir}/` : dir
  })
