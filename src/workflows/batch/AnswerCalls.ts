import { Cause, Effect, Either, Option, Queue } from "effect"
import { decodeCall } from "../../domain/batch/TrialCall.ts"
import type { TrialCall } from "../../domain/batch/TrialCall.ts"
import { printJson } from "../../domain/text/JsonValue.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import type { DeskCall } from "../../services/TrialDesk.ts"
import type { Say } from "./Say.ts"

/** What is answered besides that all is well: fields, or why not. */
export type Answer = Either.Either<ValueMap, { readonly kind: string; readonly message: string }>

const answerLine = (id: Value | undefined, answer: Answer): string => {
  const known = id === undefined ? [] : [["id", id] as const]
  return printJson(
    Either.match(answer, {
      onLeft: ({ kind, message }) => mapOf([...known, ["ok", false], ["error", kind], ["message", message]]),
      onRight: (fields) => mapOf([...known, ["ok", true], ...Object.entries(fields)])
    })
  )
}

/** The first line of what went wrong, for whoever asked. */
const failureOf = (cause: Cause.Cause<{ readonly message: string }>) => ({
  kind: "failed",
  message: Option.match(Cause.failureOption(cause), {
    onNone: () => "guild is ending",
    onSome: ({ message }) => message
  })
})

/**
 * Answers calls as they come, for ever, each on its own so that one that waits for a trial keeps no other waiting. What is no call
 * is answered with what is wrong with it, and said.
 */
export const answerCalls = <E extends { readonly message: string }, R>(
  calls: Queue.Dequeue<DeskCall>,
  say: Say,
  handle: (call: TrialCall, from: DeskCall) => Effect.Effect<Answer, E, R>
) =>
  Effect.gen(function* () {
    for (;;) {
      const from = yield* Queue.take(calls)
      const decoded = decodeCall(from.line)
      if (Either.isLeft(decoded)) {
        const { id, reason } = decoded.left
        yield* say("ERROR", `cannot understand the optimizer: ${visibleText(reason)}`)
        yield* from.answer(answerLine(id, Either.left({ kind: "invalid", message: reason })))
        continue
      }
      const { id, call } = decoded.right
      yield* Effect.forkScoped(
        handle(call, from).pipe(
          Effect.catchAllCause((cause) => Effect.succeed<Answer>(Either.left(failureOf(cause)))),
          Effect.flatMap((answer) => from.answer(answerLine(id, answer)))
        )
      )
    }
  })
