import { Clock, Effect, Schema } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import type { Value } from "../domain/Value.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"
import { changeRuns } from "./ChangeRuns.ts"

/** A comment that is not there; comments count from 1. */
export class NoSuchComment extends Schema.TaggedError<NoSuchComment>()("NoSuchComment", {
  index: Schema.Number,
  run: Schema.String
}) {
  override get message(): string {
    return `no comment ${this.index} for run ${this.run}\nTry 'guild comment --list ${this.run}' for a list.`
  }
}

export interface Author {
  readonly user: string
  readonly host: string
}

const write = (run: Run, comments: ReadonlyArray<Value>): Effect.Effect<void, StoreError, RunStore> =>
  Effect.flatMap(RunStore, (store) =>
    comments.length === 0 ? store.removeAttr(run, "comments") : store.writeAttr(run, "comments", comments)
  )

/** Adds a comment to each run, behind those that it has. Gives how many runs there were. */
export const addComment = (runs: ReadonlyArray<Run>, body: string, author: Author) =>
  changeRuns(runs, (present) =>
    Effect.gen(function* () {
      const time = (yield* Clock.currentTimeMillis) * 1000
      const comment = { body, host: author.host, time, user: author.user }
      for (const run of present) yield* write(run, [...run.comments, comment])
    })
  )

/**
 * Takes the comment at a position from 1 away from each run; none is changed where one of them has none there. Gives how many runs
 * there were.
 */
export const deleteComment = (runs: ReadonlyArray<Run>, index: number) =>
  changeRuns(runs, (present) =>
    Effect.gen(function* () {
      const without = present.find((run) => run.comments[index - 1] === undefined)
      if (without !== undefined) return yield* new NoSuchComment({ index, run: shortId(without.id) })
      for (const run of present)
        yield* write(
          run,
          run.comments.filter((_, at) => at !== index - 1)
        )
    })
  )

/** Takes all comments away from each run. */
export const clearComments = (runs: ReadonlyArray<Run>): Effect.Effect<void, StoreError, RunStore> =>
  Effect.forEach(runs, (run) => write(run, []), { discard: true })
