import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { Run } from "../../src/domain/runs/Run.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { layer as flagImports } from "../../src/layers/FlagImportsScripted.ts"
import { layer as guildFiles } from "../../src/layers/GuildFilesMemory.ts"
import { layer as projectFiles } from "../../src/layers/ProjectFilesMemory.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { planOn } from "../../src/workflows/PlanRun.ts"
import type { Again } from "../../src/workflows/PrepareAgain.ts"
import { prepareAgain } from "../../src/workflows/PrepareAgain.ts"
import { prepareRun } from "../../src/workflows/PrepareRun.ts"
import { findOperation } from "../../src/workflows/ResolveOperation.ts"
import { runOperation } from "../../src/workflows/RunOperation.ts"
import { memoryWorld, readRun, requestOf } from "../support/memoryWorld.ts"

const GUILD_FILE = `
train:
  exec: train --x \${x}
  flags:
    x: 1
    y: a
  requires:
    - operation: prep
      name: prepared
prep:
  exec: prep
`

const FILES = { "/p/guild.yml": GUILD_FILE }

/** A world in which there is the project in `/p`. */
const world = Layer.mergeAll(
  memoryWorld({ files: FILES, host: { cwd: "/p" }, script: () => ({ acts: [], exitStatus: 0 }) }).layer,
  projectFiles({ "/p/guild.yml": "file" }),
  guildFiles(FILES),
  flagImports({})
)

/** A run of the operation in another project like it, on record as it is in this one. */
const ranWith = (flags: ValueMap) =>
  Effect.gen(function* () {
    const op = yield* findOperation("train")
    const prepared = yield* prepareRun({ ...op, requires: [] }, requestOf({ flags }))
    if (prepared.kind !== "run") return yield* Effect.dieMessage("not a run")
    const plan = yield* planOn(prepared.basis, prepared.flags, requestOf({ flags }))
    const hooks = { quiet: true, tee: undefined, onInit: () => Effect.void, onSourceWarning: () => Effect.void }
    return yield* readRun((yield* runOperation(plan, hooks)).run)
  })

const again = (from: Run, how: Again["how"]): Again => ({ from, how, freshSource: false })
const request = (flags: ValueMap = {}, more: Parameters<typeof requestOf>[0] = {}) =>
  requestOf({ ...more, opSpec: undefined, flags })

describe("starting a run again", () => {
  it.effect("takes the flags of the run, with those that are given over them", () =>
    Effect.gen(function* () {
      const run = yield* ranWith({ x: 2 })
      for (const how of ["restart", "proto"] as const) {
        expect(yield* prepareAgain(again(run, how), request())).toMatchObject({ kind: "run", flags: { x: 2, y: "a" } })
      }
      expect(yield* prepareAgain(again(run, "restart"), request({ y: "b" }))).toMatchObject({ flags: { x: 2, y: "b" } })
    }).pipe(Effect.provide(world))
  )

  it.effect("makes a batch of a prototype, and none of one run", () =>
    Effect.gen(function* () {
      const run = yield* ranWith({})
      const proto = yield* prepareAgain(again(run, "proto"), request({ x: [1, 2] }))
      expect(proto).toMatchObject({ kind: "batch", total: 2 })
      const asked = [request({ x: [1, 2] }), request({ x: "[1:9]" }), request({}, { batch: { optimizer: "random" } })]
      for (const each of asked)
        expect((yield* Effect.flip(prepareAgain(again(run, "restart"), each)))._tag).toBe("RestartIsOneRun")
    }).pipe(Effect.provide(world))
  )

  it.effect("does not choose anew what the run has got", () =>
    Effect.gen(function* () {
      const run = yield* ranWith({})
      yield* (yield* RunStore).writeAttr(run, "resolved_deps", { prepared: { "operation:prep": ["x"] } })
      const error = yield* Effect.flip(prepareAgain(again(run, "restart"), request({ prepared: "abc" })))
      expect(error.message).toBe(
        `cannot specify a value for 'prepared' when restarting ${run.id.slice(0, 8)} - resource has already been resolved`
      )
    }).pipe(Effect.provide(world))
  )

  it.effect("refuses flags that the operation does not have", () =>
    Effect.gen(function* () {
      const run = yield* ranWith({})
      const error = yield* Effect.flip(prepareAgain(again(run, "restart"), request({ nope: 1 })))
      expect(error._tag).toBe("UnsupportedFlag")
    }).pipe(Effect.provide(world))
  )

  it.effect("says what is missing where a run does not tell how it was started", () =>
    Effect.gen(function* () {
      const run = yield* ranWith({})
      yield* (yield* RunStore).removeAttr(run, "op")
      const error = yield* Effect.flip(prepareAgain(again(run, "restart"), request()))
      expect(error.message).toContain(`cannot restart run in ${run.dir}: missing op configuration`)
    }).pipe(Effect.provide(world))
  )
})
