import { Effect, Stream } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import { ScalarLog } from "../../services/ScalarLog.ts"
import type { EarlyStop } from "./EarlyStop.ts"

/**
 * Has a stop rule hear of a trial that was run before the batch was ended, so that it compares those to come with it. Scalars that
 * cannot be read are passed over: a rule that knows less lets more trials go on.
 */
export const hearAgain = (early: EarlyStop, trial: RunRef) =>
  Effect.gen(function* () {
    const observer = yield* early.watch
    const log = yield* ScalarLog
    const files = yield* log.files(trial.dir)
    for (const { path } of files.filter(({ prefix }) => prefix === GUILD_DIR))
      yield* Stream.runForEach(log.points(path), (point) => Effect.sync(() => observer.scalar(point)))
  }).pipe(Effect.ignore)
