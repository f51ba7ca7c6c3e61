import type { Schedule } from "effect"
import { Effect } from "effect"

/** One act of a workflow: named, typed from what it takes to what it gives, with its own failures and its own policy. */
export interface Step<in In, out Out, out E = never, out R = never> {
  readonly name: string
  readonly run: (input: In) => Effect.Effect<Out, E, R>
}

export const make = <In, Out, E, R>(
  name: string,
  run: (input: In) => Effect.Effect<Out, E, R>
): Step<In, Out, E, R> => ({ name, run: (input) => Effect.withSpan(run(input), `step/${name}`) })

/** The same step, tried again on failure as the schedule says. Interruption is never retried. */
export const retry = <In, Out, E, R>(
  step: Step<In, Out, E, R>,
  policy: Schedule.Schedule<unknown, E>
): Step<In, Out, E, R> => ({
  ...step,
  run: (input) => Effect.retry(step.run(input), policy)
})

/** `second` after `first`; the types say whether they fit. */
export const andThen = <In, Mid, Out, E, R, E2, R2>(
  first: Step<In, Mid, E, R>,
  second: Step<Mid, Out, E2, R2>
): Step<In, Out, E | E2, R | R2> => ({
  name: `${first.name} > ${second.name}`,
  run: (input) => Effect.flatMap(first.run(input), second.run)
})
