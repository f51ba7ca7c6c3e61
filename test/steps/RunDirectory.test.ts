import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { selectRule } from "../../src/domain/source/SourceRules.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { RunStore, StoreError } from "../../src/services/RunStore.ts"
import { layer as vcs } from "../../src/layers/VcsScripted.ts"
import { finishRun } from "../../src/steps/FinishRun.ts"
import { initRunDir } from "../../src/steps/InitRunDir.ts"
import { recordContext } from "../../src/steps/RecordContext.ts"
import { snapshotSource } from "../../src/steps/SnapshotSource.ts"
import { attrsOf, memoryWorld, readRun } from "../support/memoryWorld.ts"
import { planOf } from "../support/runPlan.ts"

const full = new StoreError({ operation: "write", path: "x", cause: new Error("ENOSPC") })

/** A store that refuses attributes while `refuses` says so. */
const refusing = (refuses: (name: string) => boolean) =>
  Layer.effect(
    RunStore,
    Effect.map(RunStore, (store) => ({
      ...store,
      writeAttr: (...[run, name, value]: Parameters<typeof store.writeAttr>) =>
        Effect.suspend(() => (refuses(name) ? Effect.fail(full) : store.writeAttr(run, name, value)))
    }))
  )

describe("the directory of a run", () => {
  it.effect("is pending, and has what is known beforehand", () =>
    Effect.gen(function* () {
      const { run } = yield* initRunDir.run({ plan: planOf({ attrs: [["flags", { x: 1 }]], runId: "abc" }) })
      expect(run).toEqual({ id: "abc", dir: "/guild/runs/abc" })
      expect(yield* readRun(run)).toMatchObject({
        status: { _tag: "Pending" },
        flags: { x: 1 },
        opRef: { opName: "train" }
      })
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("is told of before anybody can see it", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const seen: Array<ReadonlyArray<string>> = []
      const beforeSeen = ({ id }: RunRef) =>
        Effect.map(Effect.orDie(store.list("live")), (runs) => void seen.push([id, ...runs.map((run) => run.id)]))
      yield* initRunDir.run({ plan: planOf({ runId: "abc" }), beforeSeen })
      expect(seen).toEqual([["abc"]])
      expect((yield* store.list("live")).map(({ id }) => id)).toEqual(["abc"])
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("is not left behind where it cannot be filled, but for one that the user named", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const attrs = [["flags", {}]] as const
      const init = (runDir?: string) =>
        Effect.flip(initRunDir.run({ plan: planOf({ attrs, runDir }) })).pipe(
          Effect.provide(refusing((name) => name === "flags"))
        )
      expect((yield* init()).message).toBe(full.message)
      expect(yield* store.list("live")).toEqual([])
      expect((yield* init("/mine/run")).message).toBe(full.message)
      expect(yield* store.list({ archive: "/mine" })).toEqual([])
      const kept = { id: RunId.make("run"), dir: "/mine/run" }
      expect(Option.isSome(yield* store.readAttr(kept, "id"))).toBe(true)
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("keeps the comments of a run that is made again, and has the new ones behind them", () =>
    Effect.gen(function* () {
      const comment = (body: string) => ({ body, host: "h", time: 1, user: "u" })
      const { run } = yield* initRunDir.run({ plan: planOf({ attrs: [["comments", [comment("first")]]] }) })
      yield* initRunDir.run({
        plan: planOf({ attrs: [["comments", [comment("second")]]], runDir: run.dir, runId: run.id })
      })
      expect((yield* readRun(run)).comments).toEqual([comment("first"), comment("second")])
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("records how the run ended, after which nothing seems to go on", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const { run } = yield* initRunDir.run({ plan: planOf() })
      yield* store.mark(run, "LOCK", "1000")
      expect(yield* finishRun.run({ run, exitStatus: -15 })).toBe(-15)
      const ended = yield* readRun(run)
      expect(ended).toMatchObject({ status: { _tag: "Terminated", signal: 15 }, exitStatus: -15 })
      expect(ended.stopped).toBeGreaterThan(ended.initialized ?? Infinity)
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("makes room for the exit status where the disk is full", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const { run } = yield* initRunDir.run({ plan: planOf() })
      yield* store.mark(run, "LOCK", "1000")
      const locked = () =>
        Effect.runSync(store.read(run)).pipe(Option.exists(({ status }) => status._tag === "Pending"))
      yield* finishRun.run({ run, exitStatus: 0 }).pipe(Effect.provide(refusing(locked)))
      expect((yield* readRun(run)).status._tag).toBe("Completed")
    }).pipe(Effect.provide(memoryWorld().layer))
  )
})

describe("the source of a run", () => {
  const files = { "/p/train.sh": "echo", "/p/sub/data.bin": "\u0000" }
  const source = {
    root: "/p",
    dest: ".guild/sourcecode",
    rules: [selectRule(true, ["*.sh"])],
    disabled: false,
    digest: true
  }

  it.effect("is copied as the rules say, and has a digest", () => {
    const world = memoryWorld({ files })
    return Effect.gen(function* () {
      const planned = yield* initRunDir.run({ plan: planOf({ runId: "abc", source }) })
      expect(yield* snapshotSource.run(planned)).toEqual([])
      expect([...world.files.keys()].filter((path) => path.startsWith("/guild"))).toEqual([
        "/guild/runs/abc/.guild/sourcecode/train.sh"
      ])
      expect((yield* attrsOf(planned.run))["sourcecode_digest"]).toMatch(/^[0-9a-f]{32}$/)
    }).pipe(Effect.provide(world.layer))
  })

  it.effect("is left out where it is disabled, as is its digest", () => {
    const world = memoryWorld({ files })
    return Effect.gen(function* () {
      const off = yield* initRunDir.run({ plan: planOf({ source: { ...source, disabled: true } }) })
      yield* snapshotSource.run(off)
      const undigested = yield* initRunDir.run({ plan: planOf({ source: { ...source, digest: false } }) })
      yield* snapshotSource.run(undigested)
      expect([...world.files.keys()].filter((path) => path.startsWith(off.run.dir))).toEqual([])
      expect((yield* attrsOf(off.run))["sourcecode_digest"]).toBeNull()
      expect((yield* attrsOf(undigested.run))["sourcecode_digest"]).toBeNull()
    }).pipe(Effect.provide(world.layer))
  })
})

describe("what a run is made on", () => {
  const python = {
    info: { version: "3.11.7", executable: "/bin/python", sitePackages: [], path: [] },
    packages: ["a==1", "b==2"]
  }

  it.effect("is recorded with the interpreter, its packages and the commit", () =>
    Effect.gen(function* () {
      const plan = planOf({ python: { interpreter: "/bin/python", recordPackages: true, path: undefined } })
      const planned = yield* initRunDir.run({ plan })
      yield* recordContext.run(planned)
      expect(yield* attrsOf(planned.run)).toMatchObject({
        platform: { cpus: 2, python_version: "3.11.7" },
        pip_freeze: ["a==1", "b==2"],
        vcs_commit: "git:abc*"
      })
    }).pipe(Effect.provide(memoryWorld({ pythons: { "/bin/python": python }, vcs: vcs({ "/p": "git:abc*" }) }).layer))
  )

  it.effect("goes without what cannot be found out", () =>
    Effect.gen(function* () {
      const plan = planOf({ python: { interpreter: "/bin/gone", recordPackages: true, path: undefined } })
      const planned = yield* initRunDir.run({ plan })
      yield* recordContext.run(planned)
      const attrs = yield* attrsOf(planned.run)
      expect(attrs).toMatchObject({ platform: { cpus: 2 }, pip_freeze: [] })
      expect(Object.keys(attrs)).not.toContain("vcs_commit")
    }).pipe(Effect.provide(memoryWorld().layer))
  )

  it.effect("names no packages where the run is none of Python's", () =>
    Effect.gen(function* () {
      const planned = yield* initRunDir.run({ plan: planOf() })
      yield* recordContext.run(planned)
      expect(Object.keys(yield* attrsOf(planned.run))).not.toContain("pip_freeze")
    }).pipe(Effect.provide(memoryWorld().layer))
  )
})
