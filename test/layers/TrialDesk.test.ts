import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs"
import { createConnection } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Queue } from "effect"
import { deskPrefix, removeLeftDesks } from "../../src/layers/LeftDesks.ts"
import { layer as memory } from "../../src/layers/TrialDeskMemory.ts"
import { layer as node } from "../../src/layers/TrialDeskNode.ts"
import { TrialDesk } from "../../src/services/TrialDesk.ts"
import { suite } from "../suites/TrialDeskSuite.ts"
import { DEAD_PID } from "../support/deadPid.ts"
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

describe("what killed guilds left of their desks", () => {
  const listenAndDie = (address: string) =>
    spawnSync(process.execPath, [
      "-e",
      "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))",
      address
    ])

  it.effect("is removed, and nothing else is", () =>
    Effect.gen(function* () {
      const place = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "desks-"))),
        (made) => Effect.sync(() => rmSync(made, { recursive: true }))
      )
      const make = (name: string) => {
        const dir = join(place, name)
        mkdirSync(dir)
        listenAndDie(join(dir, "socket"))
        return dir
      }
      const left = make(`${deskPrefix(DEAD_PID)}abcDE1`)
      const linked = make("elsewhere")
      const link = join(place, `${deskPrefix(DEAD_PID)}linked`)
      symlinkSync(linked, link)
      const empty = join(place, `${deskPrefix(DEAD_PID)}nosock`)
      mkdirSync(empty)
      const others = [make(`${deskPrefix(process.pid)}abcDE2`), make("guild-abcDEF"), linked, link, empty]
      yield* removeLeftDesks(place, "socket")
      expect(existsSync(left)).toBe(false)
      expect(others.filter((dir) => !existsSync(dir))).toEqual([])
    }).pipe(Effect.scoped)
  )

  it.scopedLive("stays where somebody listens, such as a guild whose process has no name here", () =>
    Effect.gen(function* () {
      const { address, dir } = yield* (yield* TrialDesk).open
      const link = join(dir, `${deskPrefix(DEAD_PID)}abcDE1`)
      mkdirSync(link)
      symlinkSync(address, join(link, "socket"))
      yield* removeLeftDesks(dir, "socket")
      expect(existsSync(link)).toBe(true)
    }).pipe(Effect.provide(sockets))
  )
})
