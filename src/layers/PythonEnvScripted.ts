import { Effect, Either, Layer, Option } from "effect"
import type { PythonInfo } from "../services/PythonEnv.ts"
import { PythonEnv, PythonProbeFailed } from "../services/PythonEnv.ts"

export interface ScriptedPython {
  readonly info: PythonInfo
  readonly packages: ReadonlyArray<string>
}

/** A machine with these interpreters by path, of which the first is the one for runs; any other is not Python. */
export const layer = (pythons: Readonly<Record<string, ScriptedPython>> = {}): Layer.Layer<PythonEnv> => {
  const at = (interpreter: string): Effect.Effect<ScriptedPython, PythonProbeFailed> => {
    const found = Object.hasOwn(pythons, interpreter) ? pythons[interpreter] : undefined
    return found === undefined
      ? Effect.fail(new PythonProbeFailed({ interpreter, reason: "no such program" }))
      : Effect.succeed(found)
  }
  return Layer.succeed(
    PythonEnv,
    PythonEnv.of({
      interpreter: Effect.sync(() => Option.fromNullable(Object.keys(pythons)[0])),
      info: (interpreter) => Effect.map(at(interpreter), ({ info }) => info),
      current: Effect.sync(() =>
        Option.map(Option.fromNullable(Object.entries(pythons)[0]), ([interpreter, { info }]) => ({
          interpreter,
          info: Either.right(info)
        }))
      ),
      packages: (interpreter) => Effect.map(at(interpreter), ({ packages }) => packages),
      packagesOf: (info) =>
        Effect.sync(() => Object.values(pythons).find((python) => python.info === info)?.packages ?? [])
    })
  )
}
