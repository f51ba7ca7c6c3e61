import { Effect, Option } from "effect"
import { absolutePath, relativePath } from "../../domain/text/Paths.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import { isQueue } from "../../domain/queue/QueueSettings.ts"
import { NotResumable } from "../../domain/batch/BatchErrors.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { equals } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { deleteSuccessful, deleteSuccessfulBatch, deleteSuccessfulSteps } from "../../workflows/DeleteOnSuccess.ts"
import { planOn } from "../../workflows/PlanRun.ts"
import type { Again } from "../../workflows/PrepareAgain.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { restartBatch } from "../../workflows/RestartBatch.ts"
import { resumeBatch } from "../../workflows/ResumeBatch.ts"
import { restartRun } from "../../workflows/RestartRun.ts"
import type { BatchHooks } from "../../workflows/batch/Running.ts"
import { runBatch } from "../../workflows/RunBatch.ts"
import type { RunHooks, RunOutcome } from "../../workflows/RunOperation.ts"
import { runOperation } from "../../workflows/RunOperation.ts"
import { stageBatch } from "../../workflows/StageBatch.ts"
import { stageRun } from "../../workflows/StageRun.ts"
import type { GuildServices } from "../command/Services.ts"
import { withProgress } from "./batch-progress.ts"
import { renderSourceWarning } from "../render/sourcecode.ts"
import { renderStaged } from "../render/staged.ts"

/** What is done with what was prepared. */
export type Start =
  | { readonly kind: "run" }
  | { readonly kind: "stage" }
  | { readonly kind: "restart"; readonly again: Again; readonly relabel: boolean }
  /** A batch goes on. */
  | { readonly kind: "resume"; readonly from: Run; readonly retryFailed: boolean }

/** The exit code that a shell sees of an exit status: a signal's negative number wraps around, as in Guild AI. */
export const exitCode = (exitStatus: number): number => (exitStatus + 256) % 256

const sayStaged = (plan: RunPlan, run: RunRef, operation: string) =>
  Effect.flatMap(Terminal, (terminal) =>
    terminal.out(renderStaged({ run, operation, argv: plan.command.argv, ownDir: plan.runDir !== undefined }))
  )

/** What runs steps is loaded where there are such. */
const runSteps = (request: RunRequest) =>
  Effect.map(
    Effect.context<GuildServices>(),
    (context): RunHooks["runSteps"] =>
      (planned, hooks) =>
        Effect.flatMap(
          Effect.promise(() => import("./run-steps.ts")),
          ({ stepsHook, stepsOptions }) =>
            Effect.flatMap(Effect.provide(stepsHook(stepsOptions(request)), context), (hook) => hook(planned, hooks))
        )
  )

const hooksFor = (prepared: Prepared, request: RunRequest): Effect.Effect<BatchHooks, never, GuildServices> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    const root = (prepared.kind === "run" ? prepared.basis : prepared.batch.basis).projectDir
    return {
      quiet: request.quiet,
      runSteps: yield* runSteps(request),
      onSourceWarning: (warning) => terminal.warn(renderSourceWarning(relativePath(host.cwd, root) || ".", warning)),
      onStaged: (plan, run) => Effect.provideService(sayStaged(plan, run, plan.opName), Terminal, terminal)
    }
  })

/** The plan of a run that is started again; the label stays what the user made of it, unless what it tells of changes. */
const planAgain = (plan: RunPlan, { from }: Again, relabel: boolean): RunPlan =>
  relabel || !equals(from.flags, plan.flags)
    ? plan
    : { ...plan, attrs: plan.attrs.filter(([name]) => name !== "label") }

/** A queue is no process: this guild is it. */
const queue = (plan: RunPlan, request: RunRequest, mode: Exclude<Start, { readonly kind: "stage" | "resume" }>) =>
  Effect.gen(function* () {
    const { restartQueue, runQueue } = yield* Effect.promise(() => import("../../workflows/Queue.ts"))
    return yield* mode.kind === "run"
      ? runQueue(plan, request.quiet)
      : restartQueue(planAgain(plan, mode.again, mode.relabel), mode.again.from, request.quiet)
  })

/** The exit code of a run that has ended, once it is settled whether it is kept. */
const settled = (basis: OpBasis, request: RunRequest, ended: RunOutcome) =>
  Effect.gen(function* () {
    const run = basis.steps === undefined ? Option.none() : yield* (yield* RunStore).read(ended.run)
    if (Option.isSome(run) && ended.exitStatus === 0) yield* deleteSuccessfulSteps(run.value, request)
    yield* deleteSuccessful(basis, request, ended)
    return exitCode(ended.exitStatus)
  })

/** Runs, stages or restarts what was prepared, and gives the exit code. */
export const start = (prepared: Prepared, asked: RunRequest, mode: Start) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    const runDir = asked.runDir === undefined ? undefined : absolutePath(asked.runDir, host.cwd)
    const request = { ...asked, runDir }
    if (asked.runDir !== undefined && mode.kind === "run" && host.env["NO_WARN_RUNDIR"] !== "1")
      yield* terminal.err(`Run directory is '${visibleText(asked.runDir)}' (results will not be visible to Guild)`)
    if (request.gpus !== undefined)
      yield* terminal.err(`Masking available GPUs (CUDA_VISIBLE_DEVICES='${visibleText(request.gpus)}')`)
    const hooks = yield* hooksFor(prepared, request)
    if (prepared.kind === "batch") {
      const { basis, batchOp } = prepared.batch
      const batch = { ...prepared.batch, request: { ...prepared.batch.request, runDir } }
      if (mode.kind === "stage") {
        const { plan, run } = yield* stageBatch(batch, hooks)
        yield* sayStaged(plan, run, operationName(batchOp.opRef, basis.opRef).full)
        return 0
      }
      const ran = withProgress(batch, hooks, (watched) =>
        mode.kind === "resume"
          ? resumeBatch(batch, mode.from, mode, watched)
          : mode.kind === "restart"
            ? restartBatch(batch, mode.again.from, watched)
            : runBatch(batch, watched)
      )
      const ended = yield* ran
      yield* deleteSuccessfulBatch(batch, ended)
      return exitCode(ended.exitStatus)
    }
    if (mode.kind === "resume") return yield* new NotResumable({ id: shortId(mode.from.id) })
    const plan = yield* planOn(prepared.basis, prepared.flags, request)
    const runHooks = { ...hooks, tee: undefined, onInit: () => Effect.void }
    if (isQueue(plan.opRef) && mode.kind !== "stage") return exitCode((yield* queue(plan, request, mode)).exitStatus)
    switch (mode.kind) {
      case "stage":
        yield* sayStaged(plan, yield* stageRun(plan, runHooks), plan.opName)
        return 0
      case "restart": {
        const { again, relabel } = mode
        const anew = planAgain(plan, again, relabel)
        if (request.steps?.from !== undefined)
          yield* Effect.flatMap(
            Effect.promise(() => import("./run-steps.ts")),
            ({ checkFrom }) => checkFrom(anew, request)
          )
        return yield* settled(prepared.basis, request, yield* restartRun(anew, again.from, again.freshSource, runHooks))
      }
      case "run":
        return yield* settled(prepared.basis, request, yield* runOperation(plan, runHooks))
    }
  })
