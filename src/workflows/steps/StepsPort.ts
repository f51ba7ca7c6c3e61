import type { Effect, Either } from "effect"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import type { StepDeps } from "../../domain/steps/StepDeps.ts"
import type { StepInvalid } from "../../domain/steps/StepErrors.ts"
import type { RunOption, StepWords } from "../../domain/steps/StepWords.ts"
import type { Host } from "../../services/Host.ts"
import type { Interrupts } from "../../services/Interrupts.ts"
import type { Terminal } from "../../services/Terminal.ts"
import type { PlannedRun } from "../../steps/InitRunDir.ts"

/** What a step asks of `guild run`, read and decoded. */
export interface StepRequest {
  readonly request: RunRequest
  /** A run that is there already will do. */
  readonly needed: boolean
}

/** How the steps of a run are gone through. */
export interface StepsOptions {
  /** How many steps run at the same time at most. */
  readonly jobs: number
  /** A failure ends all steps, not only those that need the failed one. */
  readonly failFast: boolean
  /** A step that is run again, with all that need it, though it was finished. */
  readonly from: string | undefined
}

/** One attempt at a step. */
export interface AttemptRequest {
  readonly parent: PlannedRun
  /** The words behind `guild run`. */
  readonly words: ReadonlyArray<string>
  /** The runs among which required operations are looked for; all where this is left out. */
  readonly isolated: ReadonlyArray<RunRef> | undefined
  /** What steps of the step's own take from runs that are none of theirs. */
  readonly deps: StepDeps
  /** A run with steps of its own that was not finished and goes on. */
  readonly resume: Run | undefined
  /** Told of the attempt's run when it has its directory, or was found to be there. */
  readonly onRun: (run: RunRef) => Effect.Effect<void>
}

export interface AttemptEnd {
  /** None where it did not come to a run. */
  readonly run: RunRef | undefined
  /** What a shell would see. */
  readonly exitStatus: number
  /** The negative number of a signal, where one ended the run. */
  readonly signal: number | undefined
}

/** What a step's services are besides those that are kept for all steps: these it has from its surroundings. */
export type StepSurroundings = Host | Interrupts | Terminal

/** How the words of steps are read, which is all that it takes to say what they would do. */
export interface StepsReader {
  readonly options: ReadonlyArray<RunOption>
  /** A left says what is wrong with the words. */
  readonly read: (words: ReadonlyArray<string>) => Either.Either<StepWords, string>
  /** What a step of this name asks of `guild run` with the words behind it. */
  readonly request: (name: string, words: ReadonlyArray<string>) => Effect.Effect<StepRequest, StepInvalid>
}

/** What `guild run` gives to steps: how it reads words, and how it runs what they ask for, its failures told and turned to a status. */
export interface StepsPort extends Pick<StepsReader, "options" | "read"> {
  readonly attempt: (request: AttemptRequest) => Effect.Effect<AttemptEnd, never, StepSurroundings>
}
