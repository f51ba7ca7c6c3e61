import { globToRegExp } from "../source/SelectPattern.ts"
import { baseName } from "../text/Paths.ts"

/** Where a run's file comes from. */
export type MergeKind = "sourcecode" | "dependency" | "generated"

/** A file of a run and where it goes: `root/file` is copied to `dest/file`. */
export interface MergeFile {
  readonly kind: MergeKind
  readonly root: string
  readonly dest: string
  /** `/`-separated, below both. */
  readonly file: string
  /** Where it goes, relative to the directory that is merged to. */
  readonly path: string
}

/** Which files of a run are wanted. */
export interface MergeChoice {
  readonly sourcecode: boolean
  readonly dependencies: boolean
  readonly generated: boolean
  /** Shell patterns: one without `/` is held against a file's name, one with it against its path. */
  readonly exclude: ReadonlyArray<string>
}

const excludes =
  (patterns: ReadonlyArray<string>) =>
  (path: string): boolean =>
    patterns.some((pattern) => globToRegExp(pattern).test(pattern.includes("/") ? path : baseName(path)))

/** The files that are wanted, by where they go; of two that go to the same place the first, in the order of `MergeKind`, counts. */
export const chosenFiles = (files: ReadonlyArray<MergeFile>, choice: MergeChoice): ReadonlyArray<MergeFile> => {
  const wanted: Readonly<Record<MergeKind, boolean>> = {
    sourcecode: choice.sourcecode,
    dependency: choice.dependencies,
    generated: choice.generated
  }
  const excluded = excludes(choice.exclude)
  const byPath = new Map<string, MergeFile>()
  for (const file of files)
    if (wanted[file.kind] && !excluded(file.path) && !byPath.has(file.path)) byPath.set(file.path, file)
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The name of a run's summary: `${run_id}` in it stands for the run's id. */
export const summaryName = (name: string, runId: string): string => name.replaceAll("${run_id}", runId)
