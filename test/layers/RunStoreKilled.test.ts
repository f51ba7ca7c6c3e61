import { expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { getKey, isMap } from "../../src/domain/Value.ts"
import { layer } from "../../src/layers/RunStoreFs.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { train } from "../suites/RunStoreSuite.ts"
import { bundle } from "../support/bundle.ts"
import { tempHome } from "../support/tempHome.ts"
import { testHost } from "../support/testHost.ts"

/** Spins for a part of a millisecond or a few, so that each kill falls on another moment of a write. */
const spin = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

it.scoped("an attribute is whole wherever its writer was killed, and the run has no other attribute", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    const program = yield* bundle("test/support/writeAttrsMain.ts")
    const check = Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* store.establish(yield* store.allocate({}), train)
      for (let round = 0; round < 8; round++) {
        const writer = spawn(process.execPath, [program, home, run.id], { stdio: ["ignore", "pipe", "inherit"] })
        yield* Effect.promise(() => once(writer.stdout, "data"))
        spin(round * 0.7)
        writer.kill("SIGKILL")
        yield* Effect.promise(() => once(writer, "exit"))
        const flags = Option.getOrNull(yield* store.readAttr(run, "flags"))
        if (!isMap(flags)) throw new Error("the attribute is gone")
        const count = getKey(flags, "first")
        expect(flags).toEqual({ first: count, text: String(count).repeat(20_000), zlast: count })
        expect((yield* store.readAttrs(run)).map(([name]) => name)).toEqual(["flags", "id", "initialized"])
      }
    })
    yield* Effect.provide(check, Layer.provide(layer, testHost({ guildHome: home })))
  })
)
