import { Effect } from "effect"

/** One act of a workflow: named, typed from what it takes to what it gives, with its own failures and its own policy. */
export interface Step<in In, out Out, out E = never, out R = never> {
  readonly name: string
  readonly run: (input: In) => Effect.Effect<Out, E, R>
}

/** A step from its name and its act; what it takes shows as a span of that name. */
export const make = <In, Out, E, R>(
  name: string,
  run: (input: In) => Effect.Effect<Out, E, R>
): Step<In, Out, E, R> => ({ name, run: (input) => Effect.withSpan(run(input), `step/${name}`) })
