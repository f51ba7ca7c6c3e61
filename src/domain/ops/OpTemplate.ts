import { Either, Schema } from "effect"
import { configDest } from "../flags/ConfigDest.ts"
import type { OpCmd } from "./OpCommand.ts"
import { FLAG_ARGS } from "./OpCommand.ts"
import type { OpDef } from "./OpDef.ts"
import { opSpec } from "./OpRef.ts"
import { scriptCommand } from "../script/ScriptCommand.ts"
import { splitShell } from "../text/Shlex.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, mapOf } from "../Value.ts"

/** An operation whose definition says nothing that could be started. */
export class InvalidOperation extends Schema.TaggedError<InvalidOperation>()("InvalidOperation", {
  operation: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid definition for operation '${this.operation}': ${this.reason}`
  }
}

/** What a template needs to know of the run and of this installation. */
export interface TemplatePaths {
  /** Where the source copy lies in the run directory. */
  readonly sourceDest: string
  /** The directory of the small programs that Node and R runs are started with. */
  readonly runtimeDir: string
  /** Absolute path of Node. */
  readonly node: string
}

const MAIN_TEMPLATE = "${python_exe} -um guild.op_main ${main_args} -- ${flag_args}"

/** The module that a Python script is run as: its path without the extension. */
const moduleSpec = (path: string): string => path.replace(/\.pyc?$/, "")

const split = (op: OpDef, text: string): Either.Either<ReadonlyArray<string>, InvalidOperation> =>
  Either.mapLeft(splitShell(text), (error) => new InvalidOperation({ operation: op.fullName, reason: error.message }))

/** The module that runs a batch in Guild AI, which the record of a batch names: there the built-in optimizers are plugins. */
const batchModule = (name: string): string =>
  name === "batch" ? "guild.batch_main" : `guild.plugins.${name === "random" ? name : `skopt_${name}`}_main`

/** The words of a command template: `${flag_args}` stands for the flags, `${main_args}` for the words of `main`. */
const templateWords = (
  op: OpDef,
  template: string,
  main: string | undefined
): Either.Either<ReadonlyArray<string>, InvalidOperation> =>
  Either.gen(function* () {
    const mainWords = main === undefined ? [] : yield* split(op, main)
    const words = yield* split(op, template)
    return words.flatMap((word) =>
      word === "${main_args}" ? mainWords : word === "${flag_args}" || word === FLAG_ARGS ? [FLAG_ARGS] : [word]
    )
  })

const targetWords = (op: OpDef, paths: TemplatePaths): Either.Either<ReadonlyArray<string>, InvalidOperation> => {
  const { target } = op
  switch (target.kind) {
    case "main":
      return templateWords(op, target.exec ?? MAIN_TEMPLATE, target.main)
    case "exec":
      return templateWords(op, target.exec, undefined)
    case "script":
      return Either.right(
        target.language === "python"
          ? ["${python_exe}", "-um", "guild.op_main", moduleSpec(target.path), FLAG_ARGS]
          : scriptCommand(
              target.language,
              target.path,
              {
                node: paths.node,
                rscript: "Rscript",
                runtimeDir: paths.runtimeDir,
                sourceDir: paths.sourceDest
              },
              target.name
            )
      )
    case "builtin":
      return Either.right(
        target.name === "queue"
          ? ["${python_exe}", "-um", "guild.plugins.queue_main", FLAG_ARGS]
          : ["${python_exe}", "-um", batchModule(target.name)]
      )
    case "steps":
      // For whoever starts the run with another Guild; here its steps are run by guild itself.
      return Either.right(["${python_exe}", "-um", "guild.steps_main"])
    case "notebook":
      return Either.right(["${python_exe}", "-um", "guild.plugins.nbexec", target.notebook, FLAG_ARGS])
    case "none":
      return Either.left(
        new InvalidOperation({ operation: op.fullName, reason: "must define either exec, main, or steps" })
      )
  }
}

/** Patterns of flags that are put into a notebook where the text matches, for whatever runs it; by the names that they have as arguments. */
const notebookPatterns = ({ flags, target }: OpDef): ValueMap => {
  const patterns = flags.flatMap(({ argName, extra, name }) => {
    const pattern = getKey(extra, "nb-replace")
    return typeof pattern === "string" ? [[argName ?? name, pattern] as const] : []
  })
  return target.kind !== "notebook" || patterns.length === 0
    ? {}
    : { NB_REPLACE: JSON.stringify(Object.fromEntries(patterns)) }
}

/** A variable's value as the environment carries it. */
const pluginsText = (plugins: Value): string =>
  Array.isArray(plugins) ? plugins.join(",") : typeof plugins === "string" ? plugins : ""

/**
 * The command template of an operation: its words, how each flag becomes an argument, and the variables that the operation
 * defines (`GUILD_OP`, `GUILD_PLUGINS`, `PROJECT_DIR`, `FLAGS_DEST`, `NB_REPLACE`, and its own `env`). Fails where the operation defines
 * nothing to start, or a template whose quotes do not close.
 */
export const opTemplate = (op: OpDef, paths: TemplatePaths): Either.Either<OpCmd, InvalidOperation> =>
  Either.map(targetWords(op, paths), (cmdArgs) => ({
    cmdArgs,
    cmdEnv: mapOf([
      ...Object.entries(op.env),
      ...Object.entries(notebookPatterns(op)),
      ["GUILD_OP", opSpec(op.opRef)],
      ["GUILD_PLUGINS", pluginsText(op.plugins)],
      ["PROJECT_DIR", op.projectDir],
      ...(op.flagsDest === undefined || configDest(op.flagsDest) !== undefined
        ? []
        : [["FLAGS_DEST", op.flagsDest] as const]),
      ...(op.handleKeyboardInterrupt ? [["HANDLE_KEYBOARD_INTERRUPT", "1"] as const] : []),
      ...(getKey(op.extra, "set-trace") === true ? [["SET_TRACE", "1"] as const] : [])
    ]),
    cmdFlags: new Map(
      op.flags.map((flag) => [
        flag.name,
        {
          argName: flag.argName,
          argSkip: flag.argSkip ?? (op.defaultFlagArgSkip ? true : undefined),
          argSwitch: flag.argSwitch,
          argSplit: flag.argSplit,
          argEncoding: flag.argEncoding,
          envName: flag.envName,
          envEncoding: flag.envEncoding
        }
      ])
    )
  }))
