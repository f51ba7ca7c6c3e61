import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { formatLog, LOG_FORMAT } from "../../src/domain/text/LogLine.ts"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import type { RunPlan } from "../../src/domain/runs/RunPlan.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { layer as scripted } from "../../src/layers/ResourcesScripted.ts"
import { layer as indexLayer } from "../../src/layers/RunIndexMemory.ts"
import { layer as storeLayer } from "../../src/layers/RunStoreMemory.ts"
import { layer as logLayer } from "../../src/layers/ScalarLogMemory.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { Terminal } from "../../src/services/Terminal.ts"
import { resolveDependencies } from "../../src/steps/ResolveDependencies.ts"
import { testHost } from "../support/testHost.ts"

const terminal = (said: Array<string>) => {
  const tell = (line: string) => Effect.sync(() => void said.push(line))
  return Layer.succeed(
    Terminal,
    Terminal.of({
      out: tell,
      err: tell,
      tell,
      log: (level, message) => tell(`${level}: [guild] ${message}`),
      warn: (line) => tell(`WARNING: ${line}`),
      info: (line) => tell(`INFO: [guild] ${line}`),
      progress: () => Effect.void,
      logLine: (level, message, name) => formatLog(LOG_FORMAT, { level, message, name, timeMs: 0 }),
      write: () => undefined,
      isTerminal: false,
      canAsk: false,
      columns: 80,
      style: (text) => text,
      ask: () => Effect.succeed(undefined),
      page: tell
    })
  )
}

const plan = (requires: ReadonlyArray<string | ValueMap>, more: Partial<RunPlan> = {}): RunPlan => ({
  opRef: new OpRef({ pkgType: "guildfile", pkgName: "/p/guild.yml", pkgVersion: "", modelName: "", opName: "op" }),
  opName: "op",
  projectDir: "/p",
  command: { argv: ["true"], env: {} },
  flags: {},
  source: { root: "/p", dest: ".guild/sourcecode", rules: [], disabled: true, digest: true },
  attrs: [],
  outputScalars: null,
  dependencies: requires.map((spec) => ({ spec })),
  resources: {},
  python: undefined,
  envSecrets: [],
  gpus: undefined,
  stopAfterMinutes: undefined,
  debugSourcecode: undefined,
  runDir: undefined,
  runId: undefined,
  ...more
})

interface Told {
  readonly known?: Readonly<Record<string, ReadonlyArray<string> | string>>
  readonly before?: ValueMap
  readonly staging?: boolean
  readonly inTrial?: boolean
}

/** Resolves a plan for a new run; gives what was said, how it failed and what is recorded. */
const resolve = (planned: RunPlan, { known = {}, before, staging = false, inTrial = false }: Told = {}) => {
  const said: Array<string> = []
  const stores = Layer.mergeAll(storeLayer, logLayer).pipe(Layer.provideMerge(testHost({ guildHome: "/home" })))
  return Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.allocate({ id: RunId.make("a1") })
    if (before !== undefined) yield* store.writeAttr(run, "resolved_deps", before)
    const failed = yield* resolveDependencies.run({ plan: planned, run, staging, inTrial }).pipe(
      Effect.as(undefined),
      Effect.catchAll((error) => Effect.succeed(error.message))
    )
    return { said, failed, recorded: Option.getOrUndefined(yield* store.readAttr(run, "resolved_deps")) }
  }).pipe(Effect.provide(Layer.mergeAll(scripted(known), indexLayer, terminal(said)).pipe(Layer.provideMerge(stores))))
}

describe("resolving the dependencies of a run", () => {
  it.effect("warns of what is missing and goes on where that is forced", () =>
    Effect.gen(function* () {
      const planned = plan([{ file: "nope" }, { file: "there" }], { forceDeps: true })
      const { failed, recorded, said } = yield* resolve(planned, { known: { "file:there": ["there"] } })
      expect(failed).toBeUndefined()
      expect(said.filter((line) => line.startsWith("WARNING:"))).toEqual([
        "WARNING: a dependency was not met: could not resolve 'file:nope' in file:nope resource: nobody told of it"
      ])
      expect(recorded).toMatchObject({ "file:there": { "file:there": ["there"] } })
    })
  )

  it.effect("records an empty map where nothing is required", () =>
    Effect.gen(function* () {
      expect(yield* resolve(plan([]))).toEqual({ said: [], failed: undefined, recorded: {} })
    })
  )

  it.effect("tells of each resource before it is resolved, and records what it came to", () =>
    Effect.gen(function* () {
      const planned = plan([{ file: "${name}.txt" }, { sources: ["a", { operation: "b" }], name: "data" }], {
        flags: { name: "src" }
      })
      const known = { "file:src.txt": ["../p/src.txt"], "file:a": ["../p/a"], "operation:b": ["../b/x", "../b/y"] }
      expect(yield* resolve(planned, { known })).toEqual({
        said: ["Resolving file:src.txt dependency", "Resolving data dependency"],
        failed: undefined,
        recorded: {
          "file:src.txt": { "file:src.txt": ["../p/src.txt"] },
          data: { "file:a": ["../p/a"], "operation:b": ["../b/x", "../b/y"] }
        }
      })
    })
  )

  it.effect("finds resources by the model's names for them", () =>
    Effect.gen(function* () {
      const planned = plan(["data"], { resources: { data: ["a"] } })
      expect((yield* resolve(planned, { known: { "file:a": ["../a"] } })).recorded).toEqual({
        data: { "file:a": ["../a"] }
      })
      expect((yield* resolve(plan(["data"]))).failed).toContain(
        "resource 'data' required by operation 'op' is not defined"
      )
    })
  )

  it.effect("stops at the first source that cannot be had, and records what was resolved by then", () =>
    Effect.gen(function* () {
      const known = { "file:a": ["../a"], "operation:train": "no suitable run for train" }
      const planned = plan([{ file: "a" }, { operation: "train" }, { file: "b" }])
      expect(yield* resolve(planned, { known })).toEqual({
        said: ["Resolving file:a dependency", "Resolving train dependency"],
        failed:
          "run failed because a dependency was not met: could not resolve 'operation:train' in train resource: no suitable run for train",
        recorded: { "file:a": { "file:a": ["../a"] } }
      })
    })
  )

  it.effect("keeps what two sources take of the same, and nothing of it where one of them fails", () =>
    Effect.gen(function* () {
      const sources = [
        { file: "a", select: "x" },
        { file: "a", select: "y" }
      ]
      const planned = plan([{ name: "data", sources }])
      const taken = yield* resolve(planned, {
        known: { "file:a x": ["../a/x", "../a/z"], "file:a y": ["../a/y", "../a/z"] }
      })
      expect(taken.recorded).toEqual({ data: { "file:a": ["../a/x", "../a/z", "../a/y"] } })
      const failed = yield* resolve(planned, { known: { "file:a x": ["../a/x"], "file:a y": "nothing" } })
      expect(failed.recorded).toEqual({ data: {} })
    })
  )

  it.effect("goes on without a source that is optional", () =>
    Effect.gen(function* () {
      const { said, failed } = yield* resolve(plan([{ file: "a", optional: true }]), { known: { "file:a": "gone" } })
      expect(failed).toBeUndefined()
      expect(said[1]).toMatch(/^WARNING: .*gone$/)
    })
  )

  it.effect("leaves what was resolved before, unless it is always to be resolved", () =>
    Effect.gen(function* () {
      const before = { "file:a": { "file:a": ["../old"] }, "file:b": { "file:b": ["../old"] } }
      const planned = plan([{ file: "a" }, { file: "b", "always-resolve": true }])
      expect(yield* resolve(planned, { before, known: { "file:b": ["../new"] } })).toEqual({
        said: [
          "Resolving file:a dependency",
          "Skipping file:a because it's already resolved",
          "Resolving file:b dependency"
        ],
        failed: undefined,
        recorded: { "file:a": { "file:a": ["../old"] }, "file:b": { "file:b": ["../new"] } }
      })
    })
  )

  it.effect("keeps what an earlier start resolved where a restart fails before it comes to it", () =>
    Effect.gen(function* () {
      const before = {
        both: { "file:a": ["../a"], "file:b": ["../b"], "file:c": ["../c"] },
        "file:d": { "file:d": ["../d"] }
      }
      const sources = [{ file: "a" }, { file: "b", "always-resolve": true }, { file: "c" }]
      const planned = plan([{ name: "both", sources }, { file: "d" }])
      const { failed, recorded } = yield* resolve(planned, { before })
      expect(failed).toContain("could not resolve 'file:b'")
      expect(recorded).toEqual(before)
    })
  )

  it.effect("does not need operations that a staged run requires to have run", () =>
    Effect.gen(function* () {
      expect(yield* resolve(plan([{ operation: "b", name: "file" }]), { staging: true })).toMatchObject({
        said: ["Resolving file dependency", "Skipping operation dependency operation:b for stage"],
        failed: undefined,
        recorded: {}
      })
    })
  )

  it.effect("tells of it as a log does in a trial of a batch", () =>
    Effect.gen(function* () {
      const { said } = yield* resolve(plan([{ file: "a" }]), { known: { "file:a": [] }, inTrial: true })
      expect(said).toEqual(["INFO: [guild] Resolving file:a dependency"])
    })
  )

  it.effect("says where an operation's definition speaks of a flag that is not there", () =>
    Effect.gen(function* () {
      expect((yield* resolve(plan([{ file: "${undefined}", name: "file" }]))).failed).toBe(
        "invalid definition for operation 'op': invalid flag reference 'file' in dependency 'undefined'"
      )
    })
  )
})
