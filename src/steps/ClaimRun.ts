import { Effect, Option, Schema } from "effect"
import { claimedBy } from "../domain/queue/QueueClaim.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { Host } from "../services/Host.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"

const Action = Schema.Literal("start", "restart")

/** A run is not ours to start: it runs, or another guild was faster. */
export class RunTaken extends Schema.TaggedError<RunTaken>()("RunTaken", {
  id: Schema.String
}) {
  override get message(): string {
    const id = shortId(this.id)
    return `cannot start run ${id}: it is already running\nUse 'guild watch ${id}' to follow it or 'guild stop ${id}' to end it.`
  }
}

/** A run was deleted after it was found. */
export class RunGone extends Schema.TaggedError<RunGone>()("RunGone", {
  id: Schema.String,
  action: Action
}) {
  override get message(): string {
    const id = shortId(this.id)
    return `cannot ${this.action} run ${id}: it has been deleted\nUse 'guild runs restore ${id}' to get it back.`
  }
}

/**
 * Takes a run that is on disk to start it, as it was when it was found. Of several guilds that start one run one wins; the others
 * are told. A queue that has it hands it to the guild that it starts for it. From here on the run is pending, and nothing that its
 * earlier start left is touched yet; a staged one stays marked as such, so that it is staged again should guild be killed.
 */
export const claimRun = make("claimRun", (run: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { env, pid } = yield* Host
    const staged = run.status._tag === "Staged"
    const queue = claimedBy(env, run.id)
    const taken = new RunTaken({ id: run.id })
    // A queue starts what is staged. If it died, another may have had the run started and ended before this guild found it.
    if (queue !== undefined && !staged) return yield* taken
    const won = run.status._tag !== "Running" && (yield* store.claim(run, pid, queue))
    // A mark that one left who died over it would count as ours.
    if (won && staged) yield* store.unmark(run, "PENDING")
    const now = Option.getOrUndefined(yield* store.read(run))
    if (now === undefined) {
      if (won) yield* store.unmark(run, "LOCK")
      return yield* new RunGone({ id: run.id, action: staged || queue !== undefined ? "start" : "restart" })
    }
    if (!won) return yield* taken
    // Since it was found, another guild may have started it and come to the end.
    if (staged && now.status._tag !== "Staged") {
      yield* store.unmark(run, "LOCK")
      return yield* taken
    }
    yield* store.mark(run, "PENDING")
  }).pipe(Effect.uninterruptible)
)
