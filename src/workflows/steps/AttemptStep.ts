import { Effect, Option } from "effect"
import type { Interrupted } from "../../domain/Interrupted.ts"
import { signalStatus } from "../../domain/Interrupted.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { STEP_RUNS } from "../../domain/steps/StepLog.ts"
import type { StepDeps } from "../../domain/steps/StepDeps.ts"
import { depsBelow } from "../../domain/steps/StepDeps.ts"
import { isRetried } from "../../domain/steps/StepRetry.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { RunOutput } from "../../services/RunOutput.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { PlannedRun } from "../../steps/InitRunDir.ts"
import { cancellable } from "../graph/Cancellable.ts"
import { endLeftOver, giveUp, unmarkLeftOver } from "../EndLeftOver.ts"
import { unlessAsked } from "../UntilAsked.ts"
import { checkStep } from "./CheckStep.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import type { StepJournal } from "./StepJournal.ts"
import type { AttemptEnd, StepsOptions, StepsPort } from "./StepsPort.ts"
import { outsideRuns, outsideWords } from "./StepOutside.ts"
import { withPrefix } from "./StepTerminal.ts"

/** Why an attempt at a step failed, in what a shell would see. */
export interface StepFailure {
  readonly exitStatus: number
  /** The user asked guild to stop. */
  readonly asked: Interrupted["signal"] | undefined
  /** The step is worth another attempt. */
  readonly retried: boolean
}

/** The steps of a run that are gone through. */
export interface RunningSteps {
  readonly parent: PlannedRun
  readonly port: StepsPort
  readonly options: StepsOptions
  readonly journal: StepJournal
  /** What they take from runs that are none of the parent's. */
  readonly deps: StepDeps
}

/** The exit status of a command whose checks failed, as in Guild AI. */
export const CHECK_FAILED = 3

/** Records the run of an attempt and links it in the stepped run. Something else that has the step's name there stays. */
const record = ({ journal, parent }: RunningSteps, step: PlannedStep, run: RunRef) =>
  Effect.gen(function* () {
    const isNew = journal.entry(step.id) === undefined
    const taken = isNew && (yield* (yield* RunFiles).kindOf(`${parent.run.dir}/${step.id}`)) !== undefined
    yield* journal.attempt(step, run)
    if (taken)
      return yield* (yield* Terminal).warn(`cannot link step '${visibleText(step.id)}': there is a file of that name`)
    yield* (yield* RunStore).linkRun(parent.run, step.id, run)
  }).pipe(Effect.catchAll(({ message }) => Effect.flatMap(Terminal, (terminal) => terminal.warn(visibleText(message)))))

/**
 * What an earlier guild left of a step that it did not see to its end: a run that came to its end, or one that goes on with its own
 * steps or trials. What goes on writing is ended.
 */
const takeOver = (step: PlannedStep, { journal }: RunningSteps) =>
  Effect.gen(function* () {
    const nothing = { ended: undefined, resume: undefined }
    const left = journal.leftOver(step.id)
    if (left === undefined) return nothing
    const store = yield* RunStore
    const read = Effect.map(Effect.orElseSucceed(store.read(left.run), Option.none), Option.getOrUndefined)
    const found = yield* read
    if (found === undefined) return nothing
    if (!left.goesOn) return yield* Effect.as(giveUp(found), nothing)
    yield* endLeftOver(found)
    const run = (yield* read) ?? found
    if (left.mayBeDone && run.status._tag === "Completed")
      return yield* Effect.as(unmarkLeftOver(run), { ended: run, resume: undefined })
    const nested = Option.isSome(yield* Effect.orElseSucceed(store.readAttr(run, STEP_RUNS), Option.none))
    if ((nested || run.isBatch) && run.status._tag !== "Running") return { ended: undefined, resume: run }
    return yield* Effect.as(giveUp(run), nothing)
  })

/** Whether the step is tried again after such a failure. */
const worthAnother = (step: PlannedStep, end: AttemptEnd) =>
  Effect.gen(function* () {
    const { retry } = step.def
    if (retry === undefined) return false
    const reads = retry.on.some(({ kind }) => kind === "output") && end.run !== undefined
    const output = yield* RunOutput
    const lines = !reads || end.run === undefined ? [] : yield* Effect.orElseSucceed(output.lines(end.run), () => [])
    return isRetried(retry, { exitStatus: end.signal ?? end.exitStatus, timedOut: false }, () =>
      lines.map(({ text }) => text)
    )
  })

/**
 * One attempt at a step: its run, then what is expected of it. Gives the run. On the first attempt a run that an earlier guild saw
 * complete is taken as it is, and steps of a step go on where they stood.
 */
export const attemptStep = (step: PlannedStep, attempt: number, running: RunningSteps) =>
  Effect.gen(function* () {
    const { deps, journal, options, parent, port } = running
    const terminal = yield* Terminal
    const { runsDir } = yield* RunStore
    const outside = deps.get(step.id)
    yield* unlessAsked
    const { ended, resume } = attempt === 1 ? yield* takeOver(step, running) : { ended: undefined, resume: undefined }
    if (attempt === 1) yield* terminal.info(`running ${visibleText(step.name)}: ${visibleText(step.command.shown)}`)

    const context = yield* Effect.context<RunFiles | RunStore | Terminal>()
    const onRun = (run: RunRef) => Effect.provide(record(running, step, run), context)

    const whole = Effect.gen(function* () {
      const end =
        ended === undefined
          ? yield* port.attempt({
              parent,
              words: [...step.command.words, ...outsideWords(outside)],
              isolated: step.def.isolateRuns ? [...journal.runs(), ...outsideRuns(outside, runsDir)] : undefined,
              deps: depsBelow(deps, step.id),
              resume,
              onRun
            })
          : { run: ended, exitStatus: 0, signal: undefined }
      if (ended !== undefined) yield* onRun(ended)
      journal.attemptEnded(step.id, { exitStatus: end.exitStatus })
      if (end.run === undefined) yield* journal.withoutRun(step.id)
      // A run that completed did so whatever was asked meanwhile; what needs it is not begun then.
      if (end.exitStatus !== 0) yield* unlessAsked
      if (end.exitStatus !== 0)
        return yield* Effect.fail<StepFailure>({
          exitStatus: end.exitStatus,
          asked: undefined,
          retried: yield* worthAnother(step, end)
        })
      if (end.run !== undefined) yield* checkStep(step.def.expect, end.run, parent.plan.projectDir)
      return end.run
    })
    const shown = options.jobs > 1 ? withPrefix(visibleText(step.name), whole) : whole
    return yield* cancellable(shown).pipe(
      Effect.onInterrupt(() => Effect.sync(() => journal.attemptEnded(step.id, { stopped: "cancelled" })))
    )
  }).pipe(
    Effect.catchTags({
      Interrupted: ({ signal }) =>
        Effect.fail<StepFailure>({ exitStatus: signalStatus(signal), asked: signal, retried: false }),
      StepCheckFailed: ({ message }) =>
        Effect.zipRight(
          Effect.flatMap(Terminal, (terminal) => terminal.err(`guild: ${message}`)),
          Effect.fail<StepFailure>({
            exitStatus: CHECK_FAILED,
            asked: undefined,
            retried: step.def.retry !== undefined && step.def.retry.on.length === 0
          })
        ),
      FileError: ({ message }) =>
        Effect.zipRight(
          Effect.flatMap(Terminal, (terminal) => terminal.err(`guild: ${visibleText(message)}`)),
          Effect.fail<StepFailure>({ exitStatus: 1, asked: undefined, retried: false })
        )
    })
  )
