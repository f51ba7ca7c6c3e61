import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { cancellable } from "../workflows/graph/Cancellable.ts"
import { prepareDir, startRun } from "../workflows/RunOperation.ts"
import { planOf } from "./ApiPlan.ts"
import type { NodeError } from "./Errors.ts"
import { inOwnRun } from "./InOwnRun.ts"
import type { Body, NodeServices, RunRequest, RunSurroundings } from "./NodeRun.ts"
import { performFunction } from "./PerformFunction.ts"
import { runGuildOperation } from "./RunGuildOperation.ts"
import { asRunFailure, outputOf } from "./RunResult.ts"

const hooksOf = ({ quiet }: RunSurroundings) => ({
  quiet,
  tee: undefined,
  onInit: () => Effect.void,
  onSourceWarning: () => Effect.void
})

/** A new run that is told of before anybody can see it. */
const begin = <A, E, R>(request: RunRequest<A, E, R>, { projectDir, source }: RunSurroundings) =>
  Effect.uninterruptible(
    Effect.gen(function* () {
      const { body, operation } = request
      const command = body.kind === "process" ? body : {}
      const plan = yield* planOf({ ...request, ...command }, projectDir, source)
      const { runsDir } = yield* RunStore
      const beforeSeen = ({ id }: RunRef) => request.onRun({ id, dir: `${runsDir}/${id}` })
      return yield* Effect.mapError(initRunDir.run({ plan, beforeSeen }), asRunFailure(operation, undefined))
    })
  )

const runFunction = <A, E, R>(
  request: RunRequest<A, E, R>,
  body: Extract<Body<A, E, R>, { kind: "function" }>,
  surroundings: RunSurroundings
): Effect.Effect<A, E | NodeError, R | NodeServices> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const planned = yield* begin(request, surroundings)
      const failed = asRunFailure(request.operation, planned.run)
      const prepare = Effect.mapError(prepareDir(planned, hooksOf(surroundings)), failed)
      const work = performFunction(request.operation, planned.run, body)
      return yield* restore(inOwnRun(planned, surroundings.quiet, work, failed, prepare))
    })
  )

const runProcess = <A, E, R>(
  request: RunRequest<A, E, R>,
  body: Extract<Body<A, E, R>, { kind: "process" }>,
  surroundings: RunSurroundings
): Effect.Effect<A, NodeError, NodeServices> =>
  Effect.gen(function* () {
    const { operation } = request
    const planned = yield* begin(request, surroundings)
    const failed = asRunFailure(operation, planned.run)
    const { exitStatus } = yield* Effect.mapError(cancellable(startRun(planned, hooksOf(surroundings))), failed)
    return yield* outputOf(operation, planned.run, exitStatus, body)
  })

/** Runs one attempt at a node as a run of its own, and gives its output. Interrupted, it leaves nothing running. */
export const runNode = <A, E, R>(
  request: RunRequest<A, E, R>,
  surroundings: RunSurroundings
): Effect.Effect<A, E | NodeError, R | NodeServices> => {
  const { body } = request
  switch (body.kind) {
    case "function":
      return runFunction(request, body, surroundings)
    case "process":
      return runProcess(request, body, surroundings)
    case "guild":
      return Effect.flatMap(
        runGuildOperation({
          ...request,
          spec: body.spec,
          projectDir: surroundings.projectDir,
          quiet: surroundings.quiet
        }),
        ({ exitStatus, run }) => outputOf(request.operation, run, exitStatus, body)
      )
  }
}
