import type { Exit } from "effect"
import { Effect, Queue } from "effect"

/** A piece of work that can start: a step of an operation, a trial of a batch, a node of a pipeline. */
export interface Work<out A, out E, out R> {
  readonly id: string
  readonly run: Effect.Effect<A, E, R>
}

/**
 * Where work comes from. A graph gives a node when what it needs has ended, a search a trial when its optimizer has chosen one:
 * either is asked again whenever something ends, so that nothing has to be known before it is due.
 */
export interface WorkSource<A, E, R> {
  /** What can start now. `undefined` where nothing can until something that runs has ended, or where nothing is left. */
  readonly next: Effect.Effect<Work<A, E, R> | undefined, E, R>
  /** Told of every end, one at a time and in the order of the ends. Failing here ends the rest. */
  readonly settled: (id: string, exit: Exit.Exit<A, E>) => Effect.Effect<void, E, R>
}

/**
 * Keeps up to `jobs` pieces of work running until the source has no more. How a piece ends is for the source to judge: a failure
 * stops nothing by itself. Where the source fails, or this is interrupted, everything that runs is interrupted and waited for.
 */
export const schedule = <A, E, R>(source: WorkSource<A, E, R>, { jobs }: { readonly jobs: number }) =>
  Effect.scoped(
    Effect.gen(function* () {
      const ends = yield* Queue.unbounded<readonly [id: string, exit: Exit.Exit<A, E>]>()
      let running = 0
      for (;;) {
        while (running < jobs) {
          const work = yield* source.next
          if (work === undefined) break
          running += 1
          yield* Effect.forkScoped(
            Effect.flatMap(Effect.exit(work.run), (exit) => Queue.offer(ends, [work.id, exit] as const))
          )
        }
        if (running === 0) return
        const [id, exit] = yield* Queue.take(ends)
        running -= 1
        yield* source.settled(id, exit)
      }
    })
  )
