import { Effect, Option } from "effect"
import type { QueueNews } from "../domain/queue/QueueLines.ts"
import type { QueueSettings } from "../domain/queue/QueueSettings.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { Interrupted } from "../domain/Interrupted.ts"
import type { Host } from "../services/Host.ts"
import type { Interrupts } from "../services/Interrupts.ts"
import type { Locks } from "../services/Locks.ts"
import type { OutputSink, Processes } from "../services/Processes.ts"
import type { IndexError, RunIndex } from "../services/RunIndex.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"
import type { Choice } from "./QueueChoice.ts"
import { chooseStaged } from "./QueueChoice.ts"
import { startStaged } from "./QueueStart.ts"
import type { WorkSource } from "./Schedule.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

interface QueueInput {
  readonly settings: QueueSettings
  readonly say: (news: QueueNews) => Effect.Effect<void>
  readonly sink: OutputSink
}

/** What finding runs to start can fail with, which ends the queue. */
type QueueError = IndexError | Interrupted | StoreError
type QueueNeeds = Host | Interrupts | Locks | Processes | RunIndex | RunStore

/** How often nothing has to be found staged, at one revision of the runs, before a look costs no more than the revision. */
const LOOKS_TO_SETTLE = 2

/** How often a run is started that does not come to its process. */
const STARTS = 3

const nothing: Choice = { kind: "none" }

/** Says a thing about a run only when it is another than what was said last of that run. */
const once = (say: QueueInput["say"]): QueueInput["say"] => {
  const said = new Map<string, string>()
  return (news) =>
    Effect.suspend(() => {
      if (!("id" in news)) return say(news)
      const text = JSON.stringify(news)
      if (said.get(news.id) === text) return Effect.void
      said.set(news.id, text)
      return say(news)
    })
}

/** What a queue remembers from one run to the next. */
interface Memory {
  readonly givenUp: Set<string>
  /** How often a run was still staged when the guild that was started for it had ended. */
  readonly failedStarts: Map<string, number>
  waiting: boolean
  revision: number | undefined
  settledLooks: number
}

/** Starts a run and judges what came of it: one that cannot be started is told of and given up. */
const startOnce = (run: Run, gpus: string | undefined, { say, sink }: QueueInput, memory: Memory) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { started } = yield* startStaged(run, gpus, sink)
    // What is wrong has been said by the guild that was to start it.
    if (!started) {
      memory.givenUp.add(run.id)
      return
    }
    const now = Option.getOrUndefined(yield* store.read(run))
    if (now?.status._tag !== "Staged") return
    const failed = (memory.failedStarts.get(run.id) ?? 0) + 1
    memory.failedStarts.set(run.id, failed)
    if (failed < STARTS) return
    memory.givenUp.add(run.id)
    yield* say({
      kind: "cannot-start",
      id: run.id,
      reason: `guild ended ${failed} times before the run's process began`
    })
  }).pipe(
    Effect.catchAll(({ message }) => {
      memory.givenUp.add(run.id)
      return say({ kind: "cannot-start", id: run.id, reason: message })
    })
  )

/**
 * Where a queue's work comes from: the staged runs of the Guild home, as they are found. `next` waits for one, and gives nothing only
 * where the queue is to run once. Fails with `Interrupted` where guild is asked to stop.
 *
 * Idle, it looks at the revision of the runs alone; two looks at an unchanged one come first, since file times are coarse.
 */
export const queueSource = (input: QueueInput): WorkSource<void, QueueError, QueueNeeds> => {
  const { say, settings } = input
  const tell = once(say)
  const memory: Memory = {
    givenUp: new Set(),
    failedStarts: new Map(),
    waiting: false,
    revision: undefined,
    settledLooks: 0
  }

  const look = Effect.gen(function* () {
    const revision = yield* (yield* RunStore).revision
    if (revision !== memory.revision) memory.settledLooks = 0
    memory.revision = revision
    if (memory.settledLooks >= LOOKS_TO_SETTLE) return nothing
    const { choice, settled } = yield* chooseStaged({ settings, say: tell, givenUp: memory.givenUp })
    memory.settledLooks = settled ? memory.settledLooks + 1 : 0
    return choice
  })

  const next = Effect.gen(function* () {
    for (;;) {
      yield* unlessAsked
      const choice = yield* look
      if (choice.kind === "start") {
        const { gpus, run } = choice
        memory.waiting = false
        yield* say({ kind: "starting", id: run.id })
        return { id: run.id, run: startOnce(run, gpus, input, memory) }
      }
      if (choice.kind === "none" && settings.runOnce) return undefined
      if (!settings.runOnce && !memory.waiting) yield* say({ kind: "waiting" })
      memory.waiting = true
      yield* untilAsked(Effect.sleep(`${settings.pollSeconds} seconds`))
    }
  })

  return { next, settled: () => Effect.void }
}
