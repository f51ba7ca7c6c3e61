import { FLAG_ARGS } from "../ops/OpCommand.ts"

/** What a run of a script that is not Python is started with. */
export interface ScriptPrograms {
  /** Node, as the command names it. */
  readonly node: string
  /** Rscript, as the command names it. */
  readonly rscript: string
  /** The directory of the start files: `runtime` beside guild's Python package. Absolute. */
  readonly runtimeDir: string
  /** Where the run has its source code, relative to the run directory: the process's working directory. */
  readonly sourceDir: string
}

const below = (dir: string, path: string): string =>
  path.startsWith("/") || dir === "" || dir === "." ? path : `${dir.replace(/\/+$/, "")}/${path.replace(/^\.\//, "")}`

/** What makes Node read TypeScript, and what runs an operation or a pipeline that a file of it exports, among guild's own files. */
const [TYPESCRIPT, PIPELINE] = ["typescript.mjs", "pipeline.mjs"] as const

/** Whether the process of a command is a guild that runs a pipeline, whose nodes are runs of their own. */
export const leadsRuns = ([, , loader = "", program]: ReadonlyArray<string>): boolean =>
  loader.endsWith(`/${TYPESCRIPT}`) && program === loader.slice(0, -TYPESCRIPT.length) + PIPELINE

/**
 * The command template of a script: its words, with `__flag_args__` where the flags go. `path` is relative to the project.
 *
 * Flags are always arguments. `FLAGS_DEST` in the environment says what the start file makes of them: `args` (or unset) leaves
 * them to the script, `globals` gives the script's top-level variables their values, `global:NAME` the items of one object.
 */
export const scriptCommand = (
  language: "node" | "typescript" | "r" | "pipeline",
  path: string,
  { node, rscript, runtimeDir, sourceDir }: ScriptPrograms,
  name?: string
): ReadonlyArray<string> => {
  const script = below(sourceDir, path)
  switch (language) {
    case "node":
      return [node, "--require", `${runtimeDir}/node.cjs`, script, FLAG_ARGS]
    case "typescript":
      return [node, "--import", `${runtimeDir}/${TYPESCRIPT}`, script, FLAG_ARGS]
    case "pipeline":
      return [
        node,
        "--import",
        `${runtimeDir}/${TYPESCRIPT}`,
        `${runtimeDir}/${PIPELINE}`,
        ...(name === undefined ? [] : ["--name", name]),
        script,
        "--",
        FLAG_ARGS
      ]
    case "r":
      return [rscript, `${runtimeDir}/op_main.R`, script, FLAG_ARGS]
  }
}
