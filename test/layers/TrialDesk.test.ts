import { spawnSync } from "node:child_process"
import { statSync } from "node:fs"
import { createConnection } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Queue } from "effect"
import { layer as memory } from "../../src/layers/TrialDeskMemory.ts"
import { layer as node } from "../../src/layers/TrialDeskNode.ts"
import { TrialDesk } from "../../src/services/TrialDesk.ts"
import { suite } from "../suites/TrialDeskSuite.ts"
import { testHost } from "../support/testHost.ts"

const sockets = Layer.provide(node, testHost({ self: ["/bin/echo", "it's", "me"] }))

suite("memory", memory)
suite("sockets", sockets)

describe("a desk among the temporary files", () => {
  it.scopedLive("can be entered by its user alone, and has this guild's own program", () =>
    Effect.gen(function* () {
      const { binDir, dir } = yield* (yield* TrialDesk).open
      expect(statSync(dir).mode & 0o777).toBe(0o700)
      expect(spawnSync(`${binDir}/guild`, ["trial", "a b"], { encoding: "utf8" }).stdout).toBe("it's me trial a b\n")
    }).pipe(Effect.provide(sockets))
  )

  it.scopedLive("takes lines as they come, several in one piece and one in several", () =>
    Effect.gen(function* () {
      const { address, calls } = yield* (yield* TrialDesk).open
      const caller = createConnection(address)
      caller.write("one\n\ntwo\nthr")
      const first = yield* Queue.takeN(calls, 2)
      caller.write("ee\n")
      const third = yield* Queue.take(calls)
      expect([...first, third].map(({ line }) => line)).toEqual(["one", "two", "three"])
      caller.destroy()
    }).pipe(Effect.provide(sockets))
  )
})
