import { Effect, Option, Schema } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { Host } from "../services/Host.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"

/** A run is not ours to start: it runs, or another guild was faster. */
export class RunTaken extends Schema.TaggedError<RunTaken>()("RunTaken", {
  id: Schema.String,
  action: Schema.Literal("start", "restart")
}) {
  override get message(): string {
    const id = shortId(this.id)
    return `cannot ${this.action} run ${id}: it is already running\nUse 'guild watch ${id}' to follow it or 'guild stop ${id}' to end it.`
  }
}

/**
 * Takes a run that is on disk to start it, as it was when it was found. Of several guilds that start one run one wins; the others
 * are told. From here on the run is pending, and nothing that its earlier start left is touched yet.
 */
export const claimRun = make("claimRun", (run: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const host = yield* Host
    const staged = run.status._tag === "Staged"
    const taken = new RunTaken({ id: run.id, action: staged ? "start" : "restart" })
    if (run.status._tag === "Running" || !(yield* store.claim(run, host.pid))) return yield* taken
    // Since it was found, another guild may have started it and come to the end.
    const now = Option.getOrUndefined(yield* store.read(run))
    if (staged && now?.status._tag !== "Staged") {
      yield* store.unmark(run, "LOCK")
      return yield* taken
    }
    yield* store.mark(run, "PENDING")
    yield* store.unmark(run, "STAGED")
  }).pipe(Effect.uninterruptible)
)
