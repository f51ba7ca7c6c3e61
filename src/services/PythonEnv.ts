import type { Effect, Either, Option } from "effect"
import { Context, Schema } from "effect"

/** An interpreter that does not answer what it is. */
export class PythonProbeFailed extends Schema.TaggedError<PythonProbeFailed>()("PythonProbeFailed", {
  interpreter: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use the Python interpreter ${this.interpreter}: ${this.reason}\nSet GUILD_PYTHON_EXE to the interpreter that runs should use.`
  }
}

/** What an interpreter says of itself. All paths are absolute. */
export const PythonInfo = Schema.Struct({
  /** Such as `3.11.7`. */
  version: Schema.String,
  /** The program itself, where the interpreter that was asked is a stand-in for it. */
  executable: Schema.String,
  /** Where packages are installed to. */
  sitePackages: Schema.Array(Schema.String),
  /** Where modules are found, in order; without the current directory and without PYTHONPATH. */
  path: Schema.Array(Schema.String)
})
export type PythonInfo = typeof PythonInfo.Type

/** An interpreter, and what it says of itself or why it says nothing. */
export interface CurrentPython {
  readonly interpreter: string
  readonly info: Either.Either<PythonInfo, PythonProbeFailed>
}

/**
 * Owns the Python that runs are started with, and what is installed in it.
 * Does not own starting it (Processes), or what a script says of its flags (FlagImports).
 *
 * Answers are remembered under the Guild home's cache until the interpreter or its packages change, so that most runs start no
 * Python but their own.
 */
export class PythonEnv extends Context.Tag("guild/PythonEnv")<
  PythonEnv,
  {
    /**
     * The interpreter for runs, absolute: GUILD_PYTHON_EXE, that of an activated virtual or conda environment, else `python3` or
     * `python` on PATH. The stand-ins of a version manager are seen through. None where there is no Python.
     */
    readonly interpreter: Effect.Effect<Option.Option<string>>
    readonly info: (interpreter: string) => Effect.Effect<PythonInfo, PythonProbeFailed>
    /** The interpreter for runs and what it says, for those who check what is there: nothing of it is remembered. */
    readonly current: Effect.Effect<Option.Option<CurrentPython>>
    /**
     * Installed packages as `pip freeze` lists them: `name==version`, by name without regard to case, without pip itself.
     * Empty where the environment says NO_PIP_FREEZE=1.
     */
    readonly packages: (interpreter: string) => Effect.Effect<ReadonlyArray<string>, PythonProbeFailed>
    /** The same for an interpreter of which is known what it says. */
    readonly packagesOf: (info: PythonInfo) => Effect.Effect<ReadonlyArray<string>>
  }
>() {}
