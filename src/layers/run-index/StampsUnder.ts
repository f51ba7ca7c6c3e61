import { Effect } from "effect"
import { inChunks, letOthers } from "./InChunks.ts"
import { stampAt } from "./Stamps.ts"
import type { Files, Helper } from "./StampThread.ts"
import { nextSlice, shareWork, StampThread } from "./StampThread.ts"

/** Fewer files than this are looked at sooner than a thread has started. */
const WORTH_A_THREAD = 30_000

/** So many slices are looked at before all else has a turn. */
const SLICES_AT_ONCE = 4

const look = (root: string, { dirs, files }: Files, i: number): number =>
  stampAt(`${root}/${dirs[i] ?? ""}/${files[i] ?? ""}`) ?? NaN

const alone = (root: string, files: Files): Effect.Effect<Float64Array> =>
  Effect.gen(function* () {
    const stamps = new Float64Array(files.dirs.length)
    yield* inChunks(files.dirs, (_, i) => {
      stamps[i] = look(root, files, i)
    })
    return stamps
  })

/** Two threads take slices in turn. One that starts late or dies is not waited for longer than for the slice it took. */
const together = (root: string, files: Files, thread: Helper): Effect.Effect<Float64Array> =>
  Effect.gen(function* () {
    const shared = shareWork(files.dirs.length)
    yield* letOthers
    const helped = yield* thread.help({ root, files, shared })
    yield* letOthers
    let own = 0
    for (let slice = nextSlice(shared); slice !== undefined; slice = nextSlice(shared)) {
      for (let i = slice.from; i < slice.to; i++) shared.stamps[i] = look(root, files, i)
      own += 1
      if (own % SLICES_AT_ONCE === 0) yield* letOthers
    }
    return (yield* helped(own)) ? shared.stamps : yield* alone(root, files)
  })

/** Whether a second thread helps to look at so many files. */
export const worthAThread = (count: number): boolean => count >= WORTH_A_THREAD

/**
 * The stamps of files in directories under a root, in their order; NaN where there is no file. Where they are many, and the
 * question that is answered has a thread for them, it helps.
 */
export const stampsUnder = (root: string, files: Files): Effect.Effect<Float64Array> =>
  worthAThread(files.dirs.length)
    ? Effect.flatMap(StampThread, (thread) => (thread.exists ? together(root, files, thread) : alone(root, files)))
    : alone(root, files)
