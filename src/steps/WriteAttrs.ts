import { Effect, Option } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { Value } from "../domain/Value.ts"
import { isList } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"

/** Comments that a run has, where they can be read. */
const commentsOf = (run: RunRef) =>
  Effect.gen(function* () {
    const known = yield* (yield* RunStore).readAttr(run, "comments")
    return Option.getOrElse(Option.filter(known, isList), (): ReadonlyArray<Value> => [])
  }).pipe(Effect.orElseSucceed((): ReadonlyArray<Value> => []))

/** Writes what a plan says of its run. Comments come behind those that are there, as in a run that is started again. */
export const writeAttrs = (run: RunRef, attrs: ReadonlyArray<readonly [string, Value]>) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    for (const [name, value] of attrs)
      yield* store.writeAttr(
        run,
        name,
        name === "comments" && isList(value) ? [...(yield* commentsOf(run)), ...value] : value
      )
  })
