import { Clock, Effect } from "effect"
import { formatFlagAssigns } from "../domain/flags/FlagValueFormat.ts"
import type { Objective } from "../domain/compare/Objective.ts"
import { objectiveAttr } from "../domain/compare/Objective.ts"
import type { Search, SearchProblem } from "../domain/optimizer/Search.ts"
import { TrialsUnknown } from "../domain/optimizer/Search.ts"
import { signalStatus } from "../domain/Interrupted.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { runEnv, savedEnv } from "../domain/runs/RunEnv.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { selectRule } from "../domain/source/SourceRules.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import type { OutputWriter } from "../services/RunOutput.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { finishRun } from "../steps/FinishRun.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { recordContext } from "../steps/RecordContext.ts"
import { snapshotSource } from "../steps/SnapshotSource.ts"
import { planOn, planRun } from "./PlanRun.ts"
import type { RunHooks } from "./RunOperation.ts"
import { abandon, runOperation } from "./RunOperation.ts"
import type { TrialOutcome } from "./RunOptimizer.ts"
import { runSearch } from "./RunOptimizer.ts"
import { stageRun } from "./StageRun.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

/** A batch, settled: what runs it, what it runs, and with which flags. */
export interface BatchPlan {
  /** The operation of the batch itself: `+`, `random`, `gp`, ... */
  readonly batchOp: OpDef
  /** What its trials are made from. */
  readonly basis: OpBasis
  /** Flags of the prototype: lists and search spaces as they were given. */
  readonly protoFlags: ValueMap
  /** Entries of the batch files, where the trials come from such. */
  readonly fileTrials: ReadonlyArray<ValueMap> | undefined
  readonly trials: ReadonlyArray<ValueMap>
  /** The search that chooses the trials, where each is chosen by what came of those before it. */
  readonly search: Search | undefined
  /** Why there can be no trials: the batch fails with it. */
  readonly problem: SearchProblem | undefined
  readonly objective: Objective
  readonly request: RunRequest
}

export interface BatchHooks extends Omit<RunHooks, "tee" | "onInit"> {
  /** Called when a trial is staged, where that is asked for. */
  readonly onStaged: (plan: RunPlan, run: RunRef) => Effect.Effect<void>
}

/** The trials of a batch, for what is done with them before any is run. Fails where they cannot be known, or cannot be. */
export const knownTrials = (
  { trials, search, problem }: BatchPlan,
  what: TrialsUnknown["what"]
): Effect.Effect<ReadonlyArray<ValueMap>, SearchProblem | TrialsUnknown> =>
  problem !== undefined ? problem : search === undefined ? Effect.succeed(trials) : new TrialsUnknown({ what })

/** What a batch asks for itself, in the place of what its trials are asked for. */
const batchRequest = (request: RunRequest): RunRequest => ({
  ...request,
  label: request.batch.label,
  tags: request.batch.tags,
  comment: request.batch.comment
})

/** What a batch asks for its prototype and trials. */
const trialRequest = (request: RunRequest): RunRequest => ({
  ...request,
  randomSeed: request.batch.trialSeed ?? request.randomSeed,
  runId: undefined
})

const batchAttrs = ({ fileTrials, objective, request }: BatchPlan): ReadonlyArray<readonly [string, Value]> => [
  ...(fileTrials === undefined ? [] : [["trials", fileTrials] as const]),
  ["max_trials", request.batch.maxTrials ?? null],
  ["objective", objectiveAttr(objective)]
]

/** The plan of a batch's own run. Its source is that of its prototype, and it has no process but guild's. */
export const planBatch = (batch: BatchPlan) =>
  Effect.map(planRun(batch.batchOp, batch.request.batch.optFlags, batchRequest(batch.request)), (plan) => ({
    ...plan,
    attrs: [...plan.attrs, ...batchAttrs(batch)]
  }))

/** The plan of the prototype, which lies in the batch's directory and is never started. */
export const planProto = (batch: BatchPlan) => planOn(batch.basis, batch.protoFlags, trialRequest(batch.request))

/** The plan of one trial: an ordinary run with flags of its own. */
export const planTrial = (batch: BatchPlan, flags: ValueMap) =>
  planOn(batch.basis, flags, { ...trialRequest(batch.request), runDir: undefined })

/** The prototype's copy of the source, so that all trials run the same code however long the batch takes. */
const fromProto = (plan: RunPlan, proto: RunRef): RunPlan => ({
  ...plan,
  source: {
    ...plan.source,
    root: `${proto.dir}/${plan.source.dest}`,
    rules: plan.source.disabled ? plan.source.rules : [selectRule(true, ["*"])]
  }
})

const assigns = (flags: ValueMap): string =>
  formatFlagAssigns(mapOf(Object.entries(flags).filter(([, value]) => value !== null))).join(", ")

/** Says a line on standard error, and in the batch's own output. */
type Say = (line: string) => Effect.Effect<void>

const sayer = (output: OutputWriter | undefined): Effect.Effect<Say, never, Terminal> =>
  Effect.map(
    Terminal,
    (terminal) => (line) =>
      Effect.gen(function* () {
        yield* terminal.err(line)
        const now = yield* Clock.currentTimeMillis
        output?.write(new TextEncoder().encode(`${line}\n`), 1, now)
      })
  )

interface Running {
  readonly batch: BatchPlan
  readonly run: RunRef
  readonly proto: RunRef
  readonly output: OutputWriter | undefined
  readonly say: Say
  readonly hooks: BatchHooks
}

/** Runs one trial to its end, or stages it. A failed one ends the batch only where that was asked for. */
const runTrial = ({ batch, run, proto, output, say, hooks }: Running, flags: ValueMap) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const plan = fromProto(yield* planTrial(batch, flags), proto)
    const { stageTrials } = batch.request.batch
    const trialHooks: RunHooks = {
      inTrial: true,
      ...hooks,
      tee: output === undefined ? undefined : (chunk, stream, timeMs) => output.write(chunk, stream, timeMs),
      onInit: (ref) =>
        Effect.zipRight(
          Effect.ignore(store.linkRun(run, ref.id, ref)),
          hooks.quiet
            ? Effect.void
            : say(
                `INFO: [guild] ${stageTrials ? "Staging" : "Running"} trial ${shortId(ref.id)}: ${plan.opName} (${assigns(flags)})`
              )
        )
    }
    if (stageTrials) {
      const staged = yield* stageRun(plan, trialHooks)
      yield* hooks.onStaged(plan, staged)
      return { run: staged, exitStatus: 0, endsBatch: false } satisfies TrialOutcome
    }
    const { run: trial, exitStatus } = yield* runOperation(plan, trialHooks)
    // A trial that ended because guild was asked to stop did not fail: the batch ends with it.
    yield* unlessAsked
    if (exitStatus !== 0)
      yield* say(`ERROR: [guild] trial ${shortId(trial.id)} exited with an error (see log for details)`)
    const endsBatch = exitStatus !== 0 && batch.request.batch.failOnTrialError
    if (endsBatch)
      yield* say(
        "ERROR: [guild] stopping batch because a trial failed (remaining staged trials may be started as needed)"
      )
    return { run: trial, exitStatus, endsBatch } satisfies TrialOutcome
  })

/**
 * Runs the trials one after the other, as the search chooses them where there is one. Fails with `Interrupted` where guild was
 * asked to stop: the trial at hand is ended by its own run, and no other is started.
 */
const runTrials = (running: Running) =>
  Effect.gen(function* () {
    const { batch, hooks, say } = running
    const next = (flags: ValueMap) => Effect.zipRight(unlessAsked, runTrial(running, flags))
    if (batch.search !== undefined && !batch.request.batch.stageTrials)
      return yield* runSearch(batch.search, {
        runTrial: next,
        inform: (sentence) => (hooks.quiet ? Effect.void : say(`INFO: [guild] ${sentence}`))
      })
    for (const flags of yield* knownTrials(batch, "staging trials")) if ((yield* next(flags)).endsBatch) return 1
    return 0
  })

/**
 * Makes the directories of a batch: its own, and that of its prototype with the source that all its trials run. A batch that is
 * `again` has its own already.
 */
export const initBatch = (batch: BatchPlan, hooks: BatchHooks, again?: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const protoPlan = yield* planProto(batch)
    const asked = yield* planBatch(batch)
    const plan = again === undefined ? asked : { ...asked, runDir: again.dir, runId: again.id }
    const planned = yield* initRunDir.run(plan)
    const { run } = planned
    return yield* Effect.gen(function* () {
      const proto = yield* initRunDir.run({ ...protoPlan, runDir: `${run.dir}/${PROTO_DIR}` })
      const [warnings] = yield* untilAsked(
        Effect.all([snapshotSource.run(proto), recordContext.run(proto), recordContext.run(planned)], {
          concurrency: 3
        })
      )
      yield* Effect.forEach(warnings, hooks.onSourceWarning, { discard: true })
      yield* store.writeAttr(run, "sourcecode_digest", null)
      yield* store.writeAttr(run, "resolved_deps", {})
      return { plan, run, proto: proto.run }
    }).pipe(Effect.onError((cause) => (again === undefined ? abandon(run, cause) : Effect.void)))
  })

/**
 * Runs a batch to its end: its own run, the prototype in it, and a run for each trial, linked from the batch. A batch that is run
 * `again`, and has been claimed for that, makes new trials.
 */
export const runBatch = (batch: BatchPlan, hooks: BatchHooks, again?: RunRef) =>
  Effect.scoped(
    Effect.gen(function* () {
      const store = yield* RunStore
      const host = yield* Host
      const { plan, run, proto } = yield* initBatch(batch, hooks, again)
      yield* store.removeAttr(run, "exit_status")
      yield* store.removeAttr(run, "stopped")
      yield* store.stamp(run, "started")
      yield* store.writeAttr(run, "env", mapOf(Object.entries(savedEnv(runEnv(plan, run, host), plan.envSecrets))))
      yield* store.mark(run, "LOCK", String(host.pid))
      yield* store.unmark(run, "PENDING")
      const output = host.env["NO_RUN_OUTPUT"] === "1" ? undefined : yield* (yield* RunOutput).writer(run)
      const exitStatus = yield* runTrials({
        batch,
        run,
        proto,
        output,
        say: yield* sayer(output),
        hooks
      }).pipe(
        Effect.catchTag("Interrupted", ({ signal }) => Effect.succeed(signalStatus(signal))),
        Effect.onInterrupt(() => Effect.ignore(finishRun.run({ run, exitStatus: signalStatus("SIGINT") }))),
        Effect.tapError(() => finishRun.run({ run, exitStatus: 1 }))
      )
      yield* finishRun.run({ run, exitStatus })
      return { run, exitStatus }
    })
  )
