import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { describe } from "vitest"
import { claimLock, lockHolder, releaseLock } from "../../../src/layers/run-store/Lease.ts"
import { bundle } from "../../support/bundle.ts"
import { DEAD_PID } from "../../support/deadPid.ts"
import { tempHome } from "../../support/tempHome.ts"

const CLAIMERS = 4
const LOCKS = Number(process.env["GUILD_TEST_LOCKS"] ?? 150)

/** Runs a program in a pid namespace of its own, as a container does, where that is allowed. */
const CONTAINED = ["unshare", "--pid", "--fork", "--mount-proc"] as const
const canContain = spawnSync(CONTAINED[0], [...CONTAINED.slice(1), "true"]).status === 0

/** A process that claims locks when it is told to. */
const claimer = (program: string, dir: string, locks = LOCKS, through: ReadonlyArray<string> = []) => {
  const [file = "", ...argv] = [...through, process.execPath, program, dir, String(locks)]
  const child = spawn(file, argv, { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ready: lines.next(),
    claim: async (): Promise<ReadonlyArray<number>> => {
      child.stdin.write("go\n")
      const won: unknown = JSON.parse(String((await lines.next()).value))
      return Array.isArray(won) ? won.map(Number) : []
    },
    end: async () => {
      child.stdin.end()
      if (child.exitCode === null) await once(child, "exit")
    }
  }
}

describe("a lease", () => {
  it.scoped("that a dead process left goes to one of several that want it, each time", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const program = yield* bundle("test/support/claimLocksMain.ts")
      const dead = String(DEAD_PID)
      for (let i = 0; i < LOCKS; i++) {
        mkdirSync(`${home}/${i}`)
        // Every other lock is there from before.
        if (i % 2 === 0) writeFileSync(`${home}/${i}/LOCK`, dead)
      }
      const claimers = Array.from({ length: CLAIMERS }, () => claimer(program, home))
      yield* Effect.promise(() => Promise.all(claimers.map(({ ready }) => ready)))
      const won = yield* Effect.promise(() => Promise.all(claimers.map(({ claim }) => claim())))
      expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: LOCKS }, (_, i) => i))
      // Nothing is left beside the locks but who holds them.
      expect(new Set(Array.from({ length: LOCKS }, (_, i) => readdirSync(`${home}/${i}`)).flat())).toEqual(
        new Set(process.platform === "linux" ? ["LOCK", "LOCK.owner"] : ["LOCK"])
      )
      yield* Effect.promise(() => Promise.all(claimers.map(({ end }) => end())))
      expect(lockHolder(`${home}/0/LOCK`, home)).toBeUndefined()
      expect(claimLock({ lock: `${home}/0/LOCK`, workDir: home, pid: process.pid })).toBe(true)
    })
  )

  it.scoped("is taken also where one died while it was taking it", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const lock = `${home}/LOCK`
      const pid = DEAD_PID
      writeFileSync(lock, String(pid))
      const { ino, mtimeNs } = statSync(lock, { bigint: true })
      writeFileSync(`${home}/.tmp-take-${ino}-${mtimeNs}-${pid}`, String(pid))
      expect(claimLock({ lock, workDir: home, pid: process.pid })).toBe(true)
      expect(readdirSync(home).filter((name) => name.startsWith(".tmp"))).toEqual([])
      expect(readFileSync(lock, "utf8")).toBe(String(process.pid))
      releaseLock(lock)
      expect(readdirSync(home).filter((name) => name.startsWith("LOCK"))).toEqual([])
    })
  )

  it.scoped.runIf(process.platform === "linux")("is lost with its process, not with its pid", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const lock = `${home}/LOCK`
      const claim = () => claimLock({ lock, workDir: "/elsewhere", pid: process.pid })
      expect(claim()).toBe(true)
      expect(lockHolder(lock, "/elsewhere")).toBe(process.pid)
      // A process that began at another time, and one of before the machine was started anew, had this pid before.
      const mark = readFileSync(`${lock}.owner`, "utf8")
      const [pid = "", ticks = "", boot = ""] = mark.split(" ")
      for (const other of [`${pid} ${Number(ticks) - 1} ${boot}`, `${pid} ${ticks} 0-0`]) {
        writeFileSync(`${lock}.owner`, other)
        utimesSync(`${lock}.owner`, 1, 1)
        expect(lockHolder(lock, "/elsewhere")).toBeUndefined()
      }
      expect(claim()).toBe(true)
      // The age of the lock says nothing where its holder is known: clocks are set.
      rmSync(`${lock}.owner`)
      utimesSync(lock, 1, 1)
      expect(lockHolder(lock, "/elsewhere")).toBeUndefined()
      writeFileSync(`${lock}.owner`, mark)
      expect(lockHolder(lock, "/elsewhere")).toBe(process.pid)
    })
  )

  it.scoped.runIf(canContain)("holds against whoever shares its files from another container, both ways", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const program = yield* bundle("test/support/claimLocksMain.ts")
      const [ours, theirs] = [`${home}/0/LOCK`, `${home}/1/LOCK`]
      for (const name of ["0", "1"]) mkdirSync(`${home}/${name}`)
      expect(claimLock({ lock: ours, workDir: home, pid: process.pid })).toBe(true)
      const inside = claimer(program, home, 2, CONTAINED)
      yield* Effect.promise(() => inside.ready)
      expect(yield* Effect.promise(inside.claim)).toEqual([1])
      // It has another pid here, or none, but it lives.
      expect(lockHolder(theirs, home)).not.toBe(Number(readFileSync(theirs, "utf8")))
      expect(lockHolder(theirs, home)).toBeDefined()
      yield* Effect.promise(inside.end)
      utimesSync(`${theirs}.owner`, 1, 1)
      expect(lockHolder(theirs, home)).toBeUndefined()
      expect(claimLock({ lock: theirs, workDir: home, pid: process.pid })).toBe(true)
    })
  )

  it.scoped("is nobody's where its directory is gone", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      expect(claimLock({ lock: `${home}/run/.guild/LOCK`, workDir: home, pid: process.pid })).toBe(false)
      expect(existsSync(`${home}/run`)).toBe(false)
    })
  )
})
