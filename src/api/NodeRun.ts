import type { Effect, Either, Scope } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { SourcePlan } from "../domain/runs/RunPlan.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import type { Host } from "../services/Host.ts"
import type { Interrupts } from "../services/Interrupts.ts"
import type { Processes } from "../services/Processes.ts"
import type { PythonEnv } from "../services/PythonEnv.ts"
import type { Resources } from "../services/Resources.ts"
import type { RunIndex } from "../services/RunIndex.ts"
import type { RunOutput } from "../services/RunOutput.ts"
import type { RunStore } from "../services/RunStore.ts"
import type { ScalarLog } from "../services/ScalarLog.ts"
import type { SourceFiles } from "../services/SourceFiles.ts"
import type { Terminal } from "../services/Terminal.ts"
import type { UserFiles } from "../services/UserFiles.ts"
import type { Vcs } from "../services/Vcs.ts"
import type { CurrentRun, Log } from "./Log.ts"

/** What recording runs needs of guild. */
export type NodeServices =
  | Host
  | Interrupts
  | Processes
  | PythonEnv
  | Resources
  | RunIndex
  | RunOutput
  | RunStore
  | ScalarLog
  | SourceFiles
  | Terminal
  | UserFiles
  | Vcs

/** What a run does, for inputs that are known: a function, a process, or an operation of a Guild file. */
export type Body<A, E, R> =
  | {
      readonly kind: "function"
      readonly effect: Effect.Effect<A, E, R | Log | CurrentRun | Scope.Scope>
      readonly encode: (output: A) => Either.Either<unknown, string>
      readonly decode: (data: unknown) => Either.Either<A, string>
    }
  | {
      readonly kind: "process"
      readonly argv: readonly [string, ...Array<string>]
      readonly env: Readonly<Record<string, string>>
      readonly outputScalars: Value
      readonly result: string | undefined
      readonly decode: (data: unknown) => Either.Either<A, string>
    }
  | {
      readonly kind: "guild"
      readonly spec: string
      readonly result: string | undefined
      readonly decode: (data: unknown) => Either.Either<A, string>
    }

/** Told of a run when it has its directory. */
export type OnRun = (run: RunRef) => Effect.Effect<void>

export interface RunRequest<A, E, R> {
  readonly operation: string
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly flags: ValueMap
  /** What the operation was given besides flags, encoded. */
  readonly requires: Value | undefined
  readonly body: Body<A, E, R>
  readonly onRun: OnRun
}

/** What runs of one pipeline have in common. */
export interface RunSurroundings {
  readonly projectDir: string
  readonly source: SourcePlan
  readonly quiet: boolean
}
