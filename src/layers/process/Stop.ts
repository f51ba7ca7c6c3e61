import { Clock, Effect } from "effect"
import type { ProcessInfo } from "./ProcessTable.ts"
import type { ProcessTree } from "./ProcessTree.ts"
import type { StopSignal } from "./Signals.ts"

export interface StopOptions {
  readonly signal: StopSignal
  /** From the signal to SIGKILL, in milliseconds. */
  readonly graceMs: number
}

type Members = ReadonlyArray<ProcessInfo>

/** How long SIGKILL may take to show: a process that waits for a disk dies only when the disk answers. */
const KILL_MS = 10_000

const FIRST_LOOK_MS = 5
const LAST_LOOK_MS = 200

/** Looks again and again, ever more rarely, until nothing is left or the time is over; gives what was left. */
const untilGone = (look: () => Members, withinMs: number): Effect.Effect<Members> =>
  Effect.gen(function* () {
    const end = (yield* Clock.currentTimeMillis) + withinMs
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LAST_LOOK_MS)) {
      const left = look()
      const remaining = end - (yield* Clock.currentTimeMillis)
      if (left.length === 0 || remaining <= 0) return left
      yield* Effect.sleep(Math.min(pause, remaining))
    }
  })

const kill = (tree: ProcessTree, look: () => Members): Effect.Effect<Members> =>
  untilGone(() => {
    const left = look()
    if (tree.groupAnswers()) tree.signal("SIGKILL")
    tree.signalEach(left, "SIGKILL")
    return left
  }, KILL_MS)

/**
 * Ends what is left of a process's own group, and nothing beyond: a daemon that left it on purpose stays. Takes no longer than the
 * grace and ten seconds.
 */
export const stopGroup = (tree: ProcessTree, { graceMs, signal }: StopOptions): Effect.Effect<void> =>
  Effect.gen(function* () {
    const members = tree.group()
    if (members.length === 0) return
    tree.signalEach(members, signal)
    const left = yield* untilGone(() => tree.group(), graceMs)
    if (left.length > 0) yield* kill(tree, () => tree.group())
  })

/**
 * Ends a process and everything that came of it. The group hears the signal first; who left the group hears it when the group is
 * gone (a nested guild passes it on to its own runs in that time, and none of them hears it twice). What lives after the grace is
 * killed. Takes no longer than the grace and ten seconds. Interrupted and begun again, it goes on where it was.
 */
export const stopTree = (tree: ProcessTree, { graceMs, signal }: StopOptions): Effect.Effect<void> =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    // Seen now, while parents live, descendants are found again when they are orphans.
    tree.all()
    tree.tell(signal)
    if (tree.ownsGroup) {
      const group = yield* untilGone(() => tree.all().filter((each) => tree.inGroup(each)), graceMs)
      if (group.length === 0 && signal !== "SIGKILL") tree.tellEach(tree.all(), signal)
    }
    const spent = (yield* Clock.currentTimeMillis) - began
    const left = yield* untilGone(() => tree.all(), Math.max(0, graceMs - spent))
    if (left.length > 0) yield* kill(tree, () => tree.all())
  })
