import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { printableLines } from "../domain/text/Printable.ts"
import type { ValueMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { Terminal } from "../services/Terminal.ts"
import { NodeRunFailed } from "./Errors.ts"
import type { Body, RunSurroundings } from "./NodeRun.ts"
import { performFunction } from "./PerformFunction.ts"
import { runGuildOperation } from "./RunGuildOperation.ts"

/** How long a process may take to end before it is not asked any more. */
const GRACE_MS = 30_000

type ProcessBody = Pick<Extract<Body<unknown, unknown, unknown>, { kind: "process" }>, "argv" | "env">

const runProcessHere = (operation: string, run: RunRef, { argv, env }: ProcessBody) =>
  Effect.scoped(
    Effect.gen(function* () {
      const host = yield* Host
      const terminal = yield* Terminal
      const child = yield* (yield* Processes)
        .start({ argv, cwd: run.dir, env: { ...host.env, ...env }, stdin: "inherit" }, (chunk, stream) =>
          terminal.write(chunk, stream)
        )
        .pipe(Effect.mapError((error) => new NodeRunFailed({ operation, run: undefined, reason: error.message })))
      const exitStatus = yield* child.exitStatus.pipe(
        Effect.onInterrupt(() => child.stop({ signal: "SIGTERM", graceMs: GRACE_MS }))
      )
      if (exitStatus !== 0)
        yield* new NodeRunFailed({ operation, run: run.id, reason: `it ended with exit status ${exitStatus}` })
    })
  )

/** Where a function threw is for the user to see, as of any program. */
const showTrace = ({ trace }: NodeRunFailed) =>
  trace === undefined ? Effect.void : Effect.flatMap(Terminal, (terminal) => terminal.err(printableLines(trace)))

/** Does what an operation does in a run that guild has begun for it, whose output guild captures. */
export const performHere = <E>(
  operation: string,
  run: RunRef,
  body: Body<unknown, E, never>,
  flags: ValueMap,
  { projectDir }: RunSurroundings
) =>
  Effect.gen(function* () {
    switch (body.kind) {
      case "function":
        return yield* performFunction<unknown, E, never>(operation, run, body).pipe(
          Effect.tapError((error) => (error instanceof NodeRunFailed ? showTrace(error) : Effect.void)),
          Effect.asVoid
        )
      case "process":
        return yield* runProcessHere(operation, run, body)
      case "guild": {
        const request = { operation, spec: body.spec, projectDir, flags, label: undefined, tags: [], quiet: false }
        const { exitStatus } = yield* runGuildOperation({ ...request, onRun: () => Effect.void })
        if (exitStatus !== 0)
          yield* new NodeRunFailed({ operation, run: run.id, reason: `it ended with exit status ${exitStatus}` })
      }
    }
  })
