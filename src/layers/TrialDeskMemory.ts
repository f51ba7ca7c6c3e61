import { Deferred, Effect, Layer, Queue } from "effect"
import type { DeskCall } from "../services/TrialDesk.ts"
import { DeskError, TrialDesk } from "../services/TrialDesk.ts"

interface Open {
  readonly calls: Queue.Queue<DeskCall>
  readonly closed: Deferred.Deferred<never, DeskError>
}

/** Desks among the fibers of one process: for tests. */
export const layer: Layer.Layer<TrialDesk> = Layer.sync(TrialDesk, () => {
  const desks = new Map<string, Open>()
  let count = 0
  const gone = (address: string, why: string) => new DeskError({ operation: "ask", address, cause: new Error(why) })
  return TrialDesk.of({
    open: Effect.gen(function* () {
      const address = `/desk/${++count}`
      const desk: Open = { calls: yield* Queue.unbounded<DeskCall>(), closed: yield* Deferred.make<never, DeskError>() }
      desks.set(address, desk)
      yield* Effect.addFinalizer(() => {
        desks.delete(address)
        return Deferred.fail(desk.closed, gone(address, "closed"))
      })
      return { address, dir: address, binDir: `${address}/bin`, calls: desk.calls }
    }),
    ask: (address, line) =>
      Effect.gen(function* () {
        const desk = desks.get(address)
        if (desk === undefined) return yield* gone(address, "nobody is there")
        const answer = yield* Deferred.make<string>()
        let waits = true
        yield* Queue.offer(desk.calls, {
          line,
          answer: (text) => Deferred.succeed(answer, text),
          isGone: () => !waits
        })
        return yield* Effect.raceFirst(Deferred.await(answer), Deferred.await(desk.closed)).pipe(
          Effect.ensuring(Effect.sync(() => void (waits = false)))
        )
      })
  })
})
