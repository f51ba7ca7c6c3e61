import { delimiter, resolve } from "node:path"
import { Effect, Layer, Option } from "effect"
import { freezeLines } from "../domain/source/PythonPackages.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import type { PythonInfo, PythonProbeFailed } from "../services/PythonEnv.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { askPython } from "./python-env/AskPython.ts"
import { choosePython } from "./python-env/ChoosePython.ts"
import { infoCache, isShim } from "./python-env/InfoCache.ts"
import { packagesIn } from "./python-env/PackagesIn.ts"

/** Real interpreters of this machine, and what is installed in them. */
export const layer: Layer.Layer<PythonEnv, never, Host | Processes> = Layer.effect(
  PythonEnv,
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes
    const cache = infoCache(host)

    const probe = (interpreter: string) => askPython(interpreter, host, processes)

    /** What is known already, and what it says now otherwise, which is not kept. */
    const ask = (interpreter: string): Effect.Effect<PythonInfo, PythonProbeFailed> =>
      Effect.suspend(() => {
        const known = cache.get(interpreter)
        return known === undefined ? probe(interpreter) : Effect.succeed(known)
      })

    const info = (interpreter: string): Effect.Effect<PythonInfo, PythonProbeFailed> =>
      Effect.suspend(() => {
        const known = cache.get(interpreter)
        return known === undefined
          ? Effect.tap(probe(interpreter), (found) => Effect.sync(() => cache.set(interpreter, found)))
          : Effect.succeed(known)
      })

    const chosen = choosePython(host)

    const seenThrough = (interpreter: string, by: typeof info): Effect.Effect<string> =>
      isShim(interpreter)
        ? by(interpreter).pipe(
            Effect.map(({ executable }) => executable),
            Effect.orElseSucceed(() => interpreter)
          )
        : Effect.succeed(interpreter)

    const pythonPath = (host.env["PYTHONPATH"] ?? "").split(delimiter).filter((dir) => dir !== "")

    const noPackages = host.env["NO_PIP_FREEZE"] === "1"

    const packagesOf = ({ path, version }: PythonInfo) =>
      Effect.sync(() =>
        noPackages
          ? []
          : freezeLines(
              [...pythonPath.map((dir) => resolve(host.cwd, dir)), ...path].flatMap((dir) => packagesIn(dir)),
              version
            )
      )

    return PythonEnv.of({
      interpreter: Effect.flatMap(
        chosen,
        Option.match({ onNone: () => Effect.succeedNone, onSome: (path) => Effect.asSome(seenThrough(path, info)) })
      ),
      info,
      current: Effect.flatMap(
        chosen,
        Option.match({
          onNone: () => Effect.succeedNone,
          onSome: (path) =>
            Effect.gen(function* () {
              const interpreter = yield* seenThrough(path, ask)
              return Option.some({ interpreter, info: yield* Effect.either(ask(interpreter)) })
            })
        })
      ),
      packages: (interpreter) => (noPackages ? Effect.succeed([]) : Effect.flatMap(info(interpreter), packagesOf)),
      packagesOf
    })
  })
)
