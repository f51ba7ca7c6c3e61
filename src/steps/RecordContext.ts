import { Effect, Option } from "effect"
import type { Value } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { RunStore } from "../services/RunStore.ts"
import { Vcs } from "../services/Vcs.ts"
import type { PlannedRun } from "./InitRunDir.ts"
import { make } from "./Step.ts"

/** The machine, and the interpreter where there is one. */
const platform = (interpreter: string | undefined) =>
  Effect.gen(function* () {
    const { platform } = yield* Host
    const info = interpreter === undefined ? Option.none() : yield* Effect.option((yield* PythonEnv).info(interpreter))
    const entries: ReadonlyArray<readonly [string, Value]> = [
      ["architecture", platform.architecture],
      ["cpus", platform.cpus],
      ["processor", platform.processor],
      ["uname", platform.uname],
      ...Option.toArray(Option.map(info, ({ version }) => ["python_version", version] as const))
    ]
    return mapOf(entries)
  })

/** Records what the run was made on: the machine, installed packages, and the commit. What cannot be found out is left out. */
export const recordContext = make("recordContext", ({ plan, run }: PlannedRun) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const python = yield* PythonEnv
    const { interpreter, recordPackages } = plan.python ?? { interpreter: undefined, recordPackages: false }
    const write = (name: string, value: Value) => store.writeAttr(run, name, value)
    yield* Effect.all(
      [
        Effect.flatMap(platform(interpreter), (value) => write("platform", value)),
        interpreter === undefined || !recordPackages
          ? Effect.void
          : Effect.flatMap(
              Effect.orElseSucceed(python.packages(interpreter), () => []),
              (packages) => write("pip_freeze", [...packages])
            ),
        Effect.flatMap(
          (yield* Vcs).commit(plan.projectDir),
          Option.match({ onNone: () => Effect.void, onSome: (commit) => write("vcs_commit", commit) })
        )
      ],
      { concurrency: "unbounded", discard: true }
    )
  })
)
