import { Effect } from "effect"
import type { CheckList, Checks } from "./Checks.ts"
import { letOthers } from "./InChunks.ts"
import { stampAt } from "./Stamps.ts"
import type { Helper } from "./StampThread.ts"
import { CHECKS_AT_ONCE, nextSlice, shareChecks, StampThread } from "./StampThread.ts"

/** Fewer files than this are looked at sooner than a thread has started. */
const WORTH_A_THREAD = 8_000

/** So many are shared with a thread that is there. */
const WORTH_SHARING = 2_000

/** So many slices are looked at before all else has a turn. */
const SLICES_AT_ONCE = 4

/** Looks at some of the files, and marks the directories in which one is not as it has to be. */
const lookAt = (
  root: string,
  { dirAt, dirs, expected, fileAt, files }: Checks,
  failed: Uint8Array,
  from: number,
  to: number
): void => {
  for (let i = from; i < to; i++) {
    const dir = dirAt[i] ?? 0
    if (failed[dir] === 1) continue
    const stamp = stampAt(`${root}/${dirs[dir] ?? ""}/${files[fileAt[i] ?? 0] ?? ""}`) ?? NaN
    if (!Object.is(stamp, expected[i])) failed[dir] = 1
  }
}

const alone = (root: string, checks: Checks): Effect.Effect<Uint8Array> =>
  Effect.gen(function* () {
    const failed = new Uint8Array(checks.dirs.length)
    const step = SLICES_AT_ONCE * CHECKS_AT_ONCE
    for (let from = 0; from < checks.expected.length; from += step) {
      if (from > 0) yield* letOthers
      lookAt(root, checks, failed, from, Math.min(from + step, checks.expected.length))
    }
    return failed
  })

/** Two threads take slices in turn. One that starts late or dies is not waited for longer than for the slice it took. */
const together = (root: string, checks: Checks, thread: Helper): Effect.Effect<Uint8Array> =>
  Effect.gen(function* () {
    const shared = shareChecks(checks)
    yield* letOthers
    const helped = yield* thread.help(root, shared)
    yield* letOthers
    let own = 0
    for (let slice = nextSlice(shared); slice !== undefined; slice = nextSlice(shared)) {
      lookAt(root, checks, shared.failed, slice.from, slice.to)
      own += 1
      if (own % SLICES_AT_ONCE === 0) yield* letOthers
    }
    return (yield* helped(own)) ? shared.failed : yield* alone(root, checks)
  })

/** Whether a second thread is started to look at so many files. */
export const worthAThread = (count: number): boolean => count >= WORTH_A_THREAD

/**
 * The directories in which a file is not as it has to be, 1 at the place of each. Where files are many, and the question that is
 * answered has a thread for them, it helps.
 */
export const failingOf = (root: string, checks: CheckList): Effect.Effect<Uint8Array> => {
  const all = checks.all()
  const count = all.expected.length
  return Effect.gen(function* () {
    const thread = yield* StampThread
    const isShared = worthAThread(count) ? thread.exists : count >= WORTH_SHARING && (yield* thread.isReady)
    return yield* isShared ? together(root, all, thread) : alone(root, all)
  })
}
