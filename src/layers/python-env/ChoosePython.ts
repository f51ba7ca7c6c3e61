import { existsSync } from "node:fs"
import { isAbsolute, join, resolve } from "node:path"
import { Effect, Option } from "effect"
import type { Host } from "../../services/Host.ts"

type Choice = Effect.Effect<Option.Option<string>>

/** GUILD_PYTHON_EXE may be a path or a program's name. */
const named = (program: string, { cwd, which }: typeof Host.Service): Choice =>
  program.includes("/") ? Effect.succeedSome(isAbsolute(program) ? program : resolve(cwd, program)) : which(program)

/** The Python of an environment that is activated, where there is one. */
const inPrefix = (prefix: string | undefined, cwd: string): Choice =>
  Effect.sync(() =>
    Option.fromNullable(prefix).pipe(
      Option.filter((dir) => dir !== ""),
      Option.map((dir) => join(resolve(cwd, dir), "bin", "python")),
      Option.filter((path) => existsSync(path))
    )
  )

/**
 * The Python that runs use: the one that `GUILD_PYTHON_EXE` names, that of an activated environment (venv before Conda), `python3` or
 * `python` on the PATH, in this order.
 */
export const choosePython = (host: typeof Host.Service): Choice => {
  const { cwd, env, which } = host
  const explicit = env["GUILD_PYTHON_EXE"]
  if (explicit !== undefined && explicit !== "") return named(explicit, host)
  const candidates = [
    inPrefix(env["VIRTUAL_ENV"], cwd),
    inPrefix(env["CONDA_PREFIX"], cwd),
    which("python3"),
    which("python")
  ]
  return Effect.gen(function* () {
    for (const candidate of candidates) {
      const found = yield* candidate
      if (Option.isSome(found)) return found
    }
    return Option.none<string>()
  })
}
