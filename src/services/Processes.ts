import type { Effect, Scope } from "effect"
import { Context, Schema } from "effect"

/** The program could not be started at all. */
export class SpawnFailed extends Schema.TaggedError<SpawnFailed>()("SpawnFailed", {
  command: Schema.String,
  reason: Schema.Literal("not-found", "not-permitted", "other"),
  /** Where the program is instead, as its directory names it. */
  instead: Schema.optional(Schema.String),
  cause: Schema.Defect
}) {
  override get message(): string {
    const advice =
      this.instead === undefined ? "" : `\nA run has its own copy of the project's files: use '${this.instead}'.`
    return this.reason === "not-found"
      ? `cannot run '${this.command}': no such program${advice}`
      : this.reason === "not-permitted"
        ? `cannot run '${this.command}': permission denied`
        : `cannot run '${this.command}': ${this.cause instanceof Error ? this.cause.message : String(this.cause)}`
  }
}

export interface ProcessSpec {
  /** Program and arguments; no shell comes near them. */
  readonly argv: readonly [string, ...Array<string>]
  readonly cwd: string
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>
  readonly stdin: "inherit" | "ignore"
}

/**
 * A program that waits for `begin`, and removes these files, in this order, right before it does anything. It never begins where this
 * process dies before: whoever sees one of the files knows that it has not.
 */
export interface Held {
  readonly removes: ReadonlyArray<string>
}

/** What a process is started with besides its command. */
export interface StartSpec extends ProcessSpec {
  readonly held?: Held | undefined
  /** Its group ends when this process does, killed or not. Otherwise what is killed leaves its processes to themselves. */
  readonly isTied?: boolean | undefined
}

/** 0 is stdout, 1 is stderr, as in `output.index`. */
export type OutputStream = 0 | 1

/** Takes each piece of output as it arrives: raw bytes, the stream, and the time in milliseconds since the epoch. */
export type OutputSink = (chunk: Uint8Array, stream: OutputStream, timeMs: number) => void

/** A running process in a group of its own. */
export interface RunningProcess {
  readonly pid: number
  /** Lets a held program go; any other runs already. */
  readonly begin: Effect.Effect<void>
  /** The exit code, or the negative signal number. Completes when the process is gone and both its pipes are drained. */
  readonly exitStatus: Effect.Effect<number>
  /**
   * Ends the whole group: `signal` now, SIGKILL after `graceMs`, descendants that left the group included. Returns when
   * nothing of it is left, in bounded time.
   */
  readonly stop: (options: {
    readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL"
    readonly graceMs: number
  }) => Effect.Effect<void>
  /** Sends one signal to the group and does not wait. */
  readonly signal: (signal: "SIGINT" | "SIGTERM" | "SIGKILL") => Effect.Effect<void>
}

/**
 * Owns child processes: starting them in their own group, their output as it arrives, and ending all of them.
 * Does not own: what the output means (ScalarLog), or where it is kept (RunOutput).
 *
 * Laws, held by `test/suites/ProcessesSuite.ts`: each stream keeps its own order; closing the scope leaves no process of the
 * group; a sink sees every byte before `exitStatus` completes; a sink that is slow slows the process, memory stays bounded; a held
 * program does nothing before it is let go.
 */
export class Processes extends Context.Tag("guild/Processes")<
  Processes,
  {
    readonly start: (spec: StartSpec, sink: OutputSink) => Effect.Effect<RunningProcess, SpawnFailed, Scope.Scope>
    /** Runs to the end and gives what it printed; for short helpers, never for a user's run. Stops it after `timeoutMs`. */
    readonly capture: (
      spec: ProcessSpec & { readonly input?: string; readonly timeoutMs: number }
    ) => Effect.Effect<{ readonly exitStatus: number; readonly stdout: string; readonly stderr: string }, SpawnFailed>
    /** Starts a process that outlives this one, in a session of its own, with its output thrown away. Gives its pid. */
    readonly detach: (spec: Omit<ProcessSpec, "stdin">) => Effect.Effect<number, SpawnFailed>
    /** Shares this process's terminal with a program (an editor, a shell) until it ends. Gives its exit status. */
    readonly foreground: (spec: Omit<ProcessSpec, "stdin">) => Effect.Effect<number, SpawnFailed>
    readonly isAlive: (pid: number) => Effect.Effect<boolean>
    /** Ends a process that this one did not start, with its group or descendants, as `RunningProcess.stop` does. */
    readonly stopPid: (
      pid: number,
      options: { readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL"; readonly graceMs: number }
    ) => Effect.Effect<void>
    /**
     * Ends, in the same way, what was started for a run whose own process is gone: all that carries the run's directory as RUN_DIR, as far
     * as the system tells, with its descendants. Does nothing where this process is one of them.
     */
    readonly stopOrphans: (
      runDir: string,
      options: { readonly signal: "SIGINT" | "SIGTERM" | "SIGKILL"; readonly graceMs: number }
    ) => Effect.Effect<void>
  }
>() {}
