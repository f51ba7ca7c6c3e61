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
  /** Where work is asked for from outside, as by the process of an optimizer, which takes its time. */
  readonly outside?: Outside | undefined
}

/** Whoever asks for work while other work runs, or none does. */
export interface Outside {
  /** Completes when there is more to ask the source for, or nothing can come any more. */
  readonly wake: Effect.Effect<void>
  /** Whether anything can come yet. */
  readonly open: () => boolean
}

/**
 * Keeps up to `jobs` pieces of work running until the source has no more. How a piece ends is for the source to judge: a failure
 * stops nothing by itself. Where the source fails, or this is interrupted, everything that runs is interrupted and waited for.
 */
export const schedule = <A, E, R>(source: WorkSource<A, E, R>, { jobs }: { readonly jobs: number }) =>
  Effect.scoped(
    Effect.gen(function* () {
      type End = readonly [id: string, exit: Exit.Exit<A, E>]
      const { outside } = source
      // An end, or nothing but a reason to ask for more.
      const events = yield* Queue.unbounded<End | undefined>()
      if (outside !== undefined)
        yield* Effect.forkScoped(Effect.forever(Effect.zipRight(outside.wake, Queue.offer(events, undefined))))
      let running = 0
      for (;;) {
        while (running < jobs) {
          const work = yield* source.next
          if (work === undefined) break
          running += 1
          yield* Effect.forkScoped(
            Effect.flatMap(Effect.exit(work.run), (exit) => Queue.offer(events, [work.id, exit] as const))
          )
        }
        if (running === 0 && outside?.open() !== true) return
        const end = yield* Queue.take(events)
        if (end === undefined) continue
        running -= 1
        yield* source.settled(...end)
      }
    })
  )
