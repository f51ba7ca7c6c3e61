import { Effect } from "effect"
import { MergeElsewhere, MergeReplaces, SummaryNameInvalid } from "../domain/merge/MergeErrors.ts"
import type { MergeChoice, MergeFile } from "../domain/merge/Merge.ts"
import { chosenFiles, summaryName } from "../domain/merge/Merge.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import type { ManifestEntry } from "../domain/runs/Manifest.ts"
import { dependencyPaths } from "../domain/runs/ResolvedPaths.ts"
import { absolutePath, baseName, dirName, pathInside, relativePath } from "../domain/text/Paths.ts"
import { Host } from "../services/Host.ts"
import type { RunFile } from "../services/RunFiles.ts"
import { RunFiles } from "../services/RunFiles.ts"
import { SourceFiles } from "../services/SourceFiles.ts"
import { Vcs } from "../services/Vcs.ts"
import { workingDir } from "./DiffRuns.ts"
import { readRunDetails } from "./ReadRunDetails.ts"
import { manifestOf, sourceDirOf } from "./RunSource.ts"

export interface MergeRequest extends MergeChoice {
  /** A directory as the user names it; otherwise the run's project, where the user has to be. */
  readonly targetDir: string | undefined
  /** Of project files: `any` may be replaced, those `committed` to version control, or `none`. */
  readonly replace: "any" | "committed" | "none"
  /** Undefined for no summary. */
  readonly summaryName: string | undefined
}

/** What a merge will do: nothing is lost by it that version control has not, unless the user said so. */
export interface MergePlan {
  /** Absolute. */
  readonly target: string
  readonly copied: ReadonlyArray<MergeFile>
  /** Files that are there as they are. */
  readonly unchanged: ReadonlyArray<MergeFile>
  /** Absolute path of the summary. */
  readonly summary: string | undefined
}

/** The directory of the project that a run is of. */
const projectOf = ({ opRef }: Run): string | undefined =>
  opRef.pkgType === "script" ? opRef.pkgName : opRef.pkgType === "guildfile" ? dirName(opRef.pkgName) : undefined

const targetOf = (run: Run, project: string | undefined, named: string | undefined) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    if (named !== undefined) return absolutePath(named, cwd)
    return project === cwd ? cwd : yield* new MergeElsewhere({ run: shortId(run.id), project: project ?? "" })
  })

/** A file, or every file below a directory, as paths below `root`. */
const filesBelow = (root: string, path: string) =>
  Effect.gen(function* () {
    const files = yield* RunFiles
    const whole = `${root}/${path}`
    const kind = yield* files.kindOf(whole)
    if (kind !== "dir") return kind === "file" ? [path] : []
    const listed = yield* files.list(whole, { followLinks: false })
    return listed.filter((file) => file.kind === "file" && !file.isLink).map((file) => `${path}/${file.path}`)
  })

/** What a merge knows of a run: what is in its directory, and what of that was put there, where it has a list of that. */
interface Contents {
  readonly files: ReadonlyArray<RunFile>
  readonly manifest: ReadonlyArray<ManifestEntry>
}

/** The project file that an entry of a manifest is a copy of. */
const projectPath = ({ kind, source, subpath }: ManifestEntry): string | undefined => {
  if (kind === "sourcecode") return source
  if (!source.startsWith("file:")) return undefined
  return subpath === undefined ? source.slice("file:".length) : `${source.slice("file:".length)}/${subpath}`
}

/** What a run's manifest says was put into it from its project, by the place that it goes back to. */
const listedFiles = (run: Run, target: string, { files, manifest }: Contents): ReadonlyArray<MergeFile> => {
  const own = new Set(files.flatMap(({ isLink, kind, path }) => (kind === "file" && !isLink ? [path] : [])))
  return manifest.flatMap((entry): ReadonlyArray<MergeFile> => {
    const place = pathInside(target, projectPath(entry) ?? "/")
    const file = baseName(entry.path)
    // What has another name in the run than in the project was made from it.
    if (place === undefined || !own.has(entry.path) || file !== baseName(place)) return []
    const [root, dest] = [dirName(`${run.dir}/${entry.path}`), dirName(place)]
    return [{ kind: entry.kind, root, dest, file, path: relativePath(target, place) }]
  })
}

/** The run's source code, where it goes below the project's own root for it. */
const sourceFiles = (run: Run, target: string, project: string | undefined) =>
  Effect.gen(function* () {
    const origin = yield* Effect.orElseSucceed(workingDir(run), () => project ?? target)
    const from = project === undefined ? "" : relativePath(project, origin)
    // A root for source code outside of the project is nothing to write to.
    const dest = pathInside(target, from) ?? target
    const root = absolutePath(yield* sourceDirOf(run), run.dir)
    const found = yield* (yield* RunFiles).list(root, { followLinks: false }).pipe(Effect.orElseSucceed(() => []))
    return found
      .filter(({ isLink, kind, path }) => kind === "file" && !isLink && !path.startsWith(".guild/"))
      .map(({ path: file }): MergeFile => {
        const path = relativePath(target, `${dest}/${file}`)
        return { kind: "sourcecode", root, dest, file, path }
      })
  })

/** What the run was given of its project's files: its own copies of them, or the files themselves where it has links. */
const dependencyFiles = (run: Run, target: string, project: string, resolved: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const files = yield* (yield* RunFiles).list(run.dir, { followLinks: false })
    const own = new Map(files.filter(({ isLink }) => !isLink).map(({ path }) => [path, path]))
    const found = yield* Effect.forEach(resolved, (each) =>
      Effect.gen(function* () {
        const path = relativePath(project, absolutePath(each, run.dir))
        if (path === "" || pathInside(project, path) === undefined) return []
        const name = baseName(path)
        const root = own.has(name) ? run.dir : dirName(`${project}/${path}`)
        const dest = dirName(`${target}/${path}`)
        return (yield* filesBelow(root, name)).map((file): MergeFile => {
          return { kind: "dependency", root, dest, file, path: relativePath(target, `${dest}/${file}`) }
        })
      })
    )
    return found.flat()
  })

/** What the run made: neither links nor anything of guild's. */
const generatedFiles = (
  run: Run,
  target: string,
  given: ReadonlyArray<MergeFile>,
  { files, manifest }: Contents
): ReadonlyArray<MergeFile> => {
  const known = new Set([
    ...manifest.map(({ path }) => `${run.dir}/${path}`),
    ...given.map(({ file, root }) => `${root}/${file}`)
  ])
  const isGenerated = ({ isLink, kind, path }: RunFile) =>
    kind === "file" && !isLink && !path.startsWith(".guild/") && !known.has(`${run.dir}/${path}`)
  return files
    .filter(isGenerated)
    .map(({ path }): MergeFile => ({ kind: "generated", root: run.dir, dest: target, file: path, path }))
}

/** Refuses to replace what the user would miss. */
const guard = (target: string, replaced: ReadonlyArray<string>, allowed: MergeRequest["replace"]) =>
  Effect.gen(function* () {
    if (allowed === "any" || replaced.length === 0) return
    if (allowed === "none") return yield* new MergeReplaces({ dir: target, paths: replaced, committed: true })
    const committed = yield* (yield* Vcs).committed(target, replaced)
    const lost = replaced.filter((path) => !committed.has(path))
    if (lost.length > 0) return yield* new MergeReplaces({ dir: target, paths: lost, committed: false })
  })

/** Works out what a merge will do, and refuses one by which something would be lost. Changes nothing. */
export const planMerge = (run: Run, request: MergeRequest) =>
  Effect.gen(function* () {
    const files = yield* RunFiles
    const project = projectOf(run)
    const target = yield* targetOf(run, project, request.targetDir)
    const { attrs } = yield* readRunDetails(run)
    const contents = { files: yield* files.list(run.dir, { followLinks: false }), manifest: yield* manifestOf(run) }
    const dependencies =
      project === undefined ? [] : yield* dependencyFiles(run, target, project, dependencyPaths(attrs))
    const isListed = contents.manifest.some(({ kind }) => kind === "sourcecode")
    const source = isListed ? [] : yield* sourceFiles(run, target, project)
    const given = [...source, ...listedFiles(run, target, contents), ...dependencies]
    const all = [...given, ...generatedFiles(run, target, given, contents)]
    const copied: Array<MergeFile> = []
    const unchanged: Array<MergeFile> = []
    const replaced: Array<string> = []
    for (const file of chosenFiles(all, request)) {
      const there = yield* files.kindOf(`${file.dest}/${file.file}`)
      const same = there === "file" && (yield* files.same(`${file.root}/${file.file}`, `${file.dest}/${file.file}`))
      if (there !== undefined && !same) replaced.push(file.path)
      ;(same ? unchanged : copied).push(file)
    }
    yield* guard(target, replaced, request.replace)
    const named = request.summaryName
    const summary = named === undefined ? undefined : pathInside(target, summaryName(named, run.id))
    if (named !== undefined && (summary === undefined || summary === target))
      return yield* new SummaryNameInvalid({ name: named })
    return { target, copied, unchanged, summary } satisfies MergePlan
  })

/** Copies what was planned. A file of the project is its old self or its new one, whatever happens on the way. */
export const mergeFiles = ({ copied }: MergePlan) =>
  Effect.gen(function* () {
    const source = yield* SourceFiles
    for (const { dest, file, root } of copied) yield* source.copy(root, [file], dest)
  })
