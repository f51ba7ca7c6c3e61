import { expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
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

it.scoped("a lock file whose process died keeps nobody out, and stays empty when the lock is given up", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    const lock = `${home}/locks/queue`
    mkdirSync(`${home}/locks`)
    writeFileSync(lock, String(DEAD_PID))
    const hold = Effect.gen(function* () {
      const locks = yield* Locks
      return yield* locks.ifFree(
        "queue",
        Effect.sync(() => readFileSync(lock, "utf8"))
      )
    }).pipe(Effect.provide(at(home)))
    const holdOnce = Effect.gen(function* () {
      expect(yield* hold).toEqual(Option.some(String(process.pid)))
      expect(readdirSync(`${home}/locks`)).toEqual(["queue"])
      expect(readFileSync(lock, "utf8")).toBe("")
    })
    yield* holdOnce
    // Now it finds the file that it left.
    yield* holdOnce
  })
)

it.scoped("a lock that another process holds is not given", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    mkdirSync(`${home}/locks`)
    writeFileSync(`${home}/locks/queue`, String(process.ppid))
    const held = Effect.flatMap(Locks, (locks) => locks.ifFree("queue", Effect.die("not ours")))
    expect(yield* Effect.provide(held, at(home))).toEqual(Option.none())
    expect(readFileSync(`${home}/locks/queue`, "utf8")).toBe(String(process.ppid))
  })
)

it.scoped("no lock leads out of its directory", () =>
  Effect.gen(function* () {
    const home = yield* tempHome
    const held = Effect.flatMap(Locks, (locks) => locks.ifFree("../out", Effect.void))
    expect((yield* Effect.flip(Effect.provide(held, at(home))))._tag).toBe("StoreError")
  })
)
