import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { layer as files } from "../../src/layers/LocksFs.ts"
import { layer as memory } from "../../src/layers/LocksMemory.ts"
import { Locks } from "../../src/services/Locks.ts"
import { suite } from "../suites/LocksSuite.ts"
import { DEAD_PID } from "../support/deadPid.ts"
import { tempHome } from "../support/tempHome.ts"
import { testHost } from "../support/testHost.ts"

const at = (guildHome: string) => Layer.provide(files, testHost({ guildHome }))

suite("files", Effect.map(tempHome, at))
suite("memory", Effect.succeed(memory))

it.scoped("a lock file whose process died keeps nobody waiting, and none stays", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    mkdirSync(`${home}/locks`)
    writeFileSync(`${home}/locks/queue`, String(DEAD_PID))
    const held = Effect.flatMap(Locks, (locks) =>
      locks.withLock(
        "queue",
        Effect.sync(() => readdirSync(`${home}/locks`))
      )
    )
    expect(yield* Effect.provide(held, at(home))).toContain("queue")
    expect(readdirSync(`${home}/locks`)).toEqual([])
  })
)

it.scoped("no lock leads out of its directory", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    const held = Effect.flatMap(Locks, (locks) => locks.withLock("../out", Effect.void))
    expect((yield* Effect.flip(Effect.provide(held, at(home))))._tag).toBe("StoreError")
  })
)
