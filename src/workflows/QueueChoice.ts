import { Effect, Option } from "effect"
import type { QueueNews } from "../domain/queue/QueueLines.ts"
import { QUEUE } from "../domain/queue/QueueLines.ts"
import { inStagedOrder, runningNow, startingOrWaiting } from "../domain/queue/QueueOrder.ts"
import type { QueueSettings } from "../domain/queue/QueueSettings.ts"
import { gpuSpec } from "../domain/queue/QueueSettings.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { allRuns } from "../domain/runs/RunQuery.ts"
import { getKey, isMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import { alone } from "./Alone.ts"

/** What a look for staged runs came to. */
export type Choice =
  | { readonly kind: "none" }
  /** There is something to start, but not now. */
  | { readonly kind: "blocked" }
  /** A run that is ours, by its LOCK, and that is to see these GPUs unless it says itself. */
  | { readonly kind: "start"; readonly run: Run; readonly gpus: string | undefined }

export interface Look {
  readonly settings: QueueSettings
  readonly say: (news: QueueNews) => Effect.Effect<void>
  /** Runs that this queue could not start and does not try again. */
  readonly givenUp: ReadonlySet<string>
}

/** GPUs that a run was staged for: `undefined` where it did not say, `` for none at all. */
const gpusOf = (run: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const read = Effect.orElseSucceed(store.readAttr(run, "run_params"), Option.none)
    const params = Option.getOrNull(yield* read)
    if (!isMap(params)) return undefined
    return getKey(params, "no_gpus") === true ? "" : gpuSpec(getKey(params, "gpus"))
  })

/** Runs that others are bringing up right now. */
const takenOf = (runs: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    return yield* Effect.filter(startingOrWaiting(runs), (run) =>
      Effect.map(
        Effect.orElseSucceed(store.holder(run), () => undefined),
        (holder) => holder !== undefined
      )
    )
  })

/** Takes a staged run, if it still is one and nobody else has it. */
const takeStaged = (run: Run, { say }: Look) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { pid } = yield* Host
    if (!(yield* store.claim(run, pid))) return false
    // A guild that died while it started the run left this; with our lock it would say that the run is being started.
    yield* store.unmark(run, "PENDING")
    const now = Option.getOrUndefined(yield* store.read(run))
    if (now?.status._tag === "Staged") return true
    yield* store.unmark(run, "LOCK")
    return false
  }).pipe(
    Effect.uninterruptible,
    Effect.catchAll(({ message }) => Effect.as(say({ kind: "cannot-start", id: run.id, reason: message }), false))
  )

/** Whether the run is for the queue's GPUs: it says the same, or it or the queue says nothing. A run without GPUs goes anywhere. */
const fits = (run: string | undefined, queue: string | undefined): boolean =>
  queue === undefined || run === undefined || run === "" || run === queue

const choose = (look: Look) =>
  Effect.gen(function* () {
    const { givenUp, say, settings } = look
    const { runs } = yield* (yield* RunIndex).query("live", {
      ...allRuns,
      statuses: ["staged", "pending", "running"]
    })
    const settled = startingOrWaiting(runs).length === 0
    const busy = settings.waitForRunning ? [...runningNow(runs), ...(yield* takenOf(runs))] : []
    let choice: Choice = { kind: "none" }
    for (const run of inStagedOrder(runs)) {
      if (givenUp.has(run.id) || busy.some(({ id }) => id === run.id)) continue
      const own = yield* gpusOf(run)
      if (!fits(own, settings.gpus)) {
        yield* say({ kind: "other-gpus", id: run.id, run: own ?? "", queue: settings.gpus ?? "" })
      } else if (busy.length > 0) {
        yield* say({ kind: "blocked", id: run.id, by: busy.map(({ id }) => shortId(id)) })
        choice = { kind: "blocked" }
        break
      } else if (yield* takeStaged(run, look)) {
        choice = { kind: "start", run, gpus: own === undefined ? settings.gpus : undefined }
        break
      }
    }
    return { choice, settled }
  })

/**
 * Looks for the staged run that has waited longest and takes it. A queue that waits for running ones looks and takes while no other
 * such queue does, so that two of them never start a run each. Gives also whether no run is staged or about to be. Fails with
 * `Interrupted` where guild is asked to stop before it is this queue's turn.
 */
export const chooseStaged = (look: Look) => (look.settings.waitForRunning ? alone(QUEUE, choose(look)) : choose(look))
