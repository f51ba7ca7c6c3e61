import { Effect } from "effect"
import { Declined, NoAnswer } from "../../domain/AnswerErrors.ts"
import { Terminal } from "../../services/Terminal.ts"

/**
 * Asks a question that takes yes or no; Enter means `otherwise`.
 *
 * @returns nothing if the answer was yes; fails with `Declined` if not, and with `NoAnswer` where nobody is left to answer
 */
export const confirm = (question: string, otherwise: boolean): Effect.Effect<void, Declined | NoAnswer, Terminal> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const answer = yield* terminal.ask(`${question} ${otherwise ? "(Y/n)" : "(y/N)"} `)
    if (answer === undefined) {
      // The question has no line end yet.
      yield* terminal.out("")
      return yield* new NoAnswer({ question })
    }
    const word = answer.trim().toLowerCase()
    const yes = word === "" ? otherwise : word === "y" || word === "yes"
    if (!yes) return yield* new Declined()
  })
