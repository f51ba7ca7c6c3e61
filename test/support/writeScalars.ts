import { Effect, Layer } from "effect"
import { layer } from "../../src/layers/ScalarLogTfevents.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import { testHost } from "./testHost.ts"

/** Writes an event file into a directory that is there. */
export const writeScalars = (dir: string, points: ReadonlyArray<readonly [tag: string, value: number, step: number]>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const writer = yield* (yield* ScalarLog).writer(dir)
      for (const [tag, value, step] of points) writer.add({ tag, value, step, wallTime: 1 })
    })
  ).pipe(Effect.provide(Layer.provide(layer, testHost({}))))
