import { Context, Effect, Layer, Option } from "effect"
import fc from "fast-check"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { OpRef } from "../../src/domain/ops/OpRef.ts"
import { printOpRef } from "../../src/domain/ops/OpRef.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { Marker } from "../../src/domain/runs/RunLayout.ts"
import type { Value } from "../../src/domain/Value.ts"
import { layer as fsLayer } from "../../src/layers/RunStoreFs.ts"
import { layerWith } from "../../src/layers/RunStoreMemory.ts"
import type { RunScope } from "../../src/services/RunStore.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { pyRepr } from "../../src/domain/text/PyRepr.ts"
import { opRef, value } from "../support/arbitraryRuns.ts"
import { DEAD_PID } from "../support/deadPid.ts"
import { testHost } from "../support/testHost.ts"

type Store = typeof RunStore.Service

const IDS = ["a", "b", "c"].map((letter) => RunId.make(letter.repeat(32)))
const SCOPES: ReadonlyArray<RunScope> = ["live", "trash"]
const dead = DEAD_PID

/** The runs of a scope, those of one id by their label: a suffix in the trash is chance. */
const inScope = (store: Store, scope: RunScope) =>
  Effect.gen(function* () {
    const refs = yield* store.list(scope)
    const labelled = yield* Effect.forEach(refs, (ref) =>
      Effect.gen(function* () {
        const attrs = yield* store.readAttrs(ref)
        const op = Option.map(yield* store.read(ref), ({ opRef }) => printOpRef(opRef))
        return { ref, key: `${ref.id} ${JSON.stringify(attrs.map(String))} ${Option.getOrElse(op, () => "")}` }
      })
    )
    return labelled.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ ref }) => ref)
  })

/** Something that a guild does to its runs; what it gives is compared. */
type Act = (store: Store) => Effect.Effect<unknown>

/** The act with a text that a failing property shows. */
const told = (text: string, act: Act): Act => Object.assign(act, { [fc.toStringMethod]: () => text })

/** An act on one of the runs there are; `n` picks it. */
const on = (
  scope: RunScope,
  n: number,
  act: (store: Store, ref: RunRef) => Effect.Effect<unknown, unknown>,
  text: string
): Act =>
  told(`${text} of ${String(scope)} ${n}`, (store) =>
    Effect.flatMap(Effect.orDie(inScope(store, scope)), (refs) => {
      const ref = refs[n % Math.max(1, refs.length)]
      return ref === undefined ? Effect.void : Effect.map(Effect.either(act(store, ref)), ({ _tag }) => _tag)
    })
  )

const allocate = (id: RunId, ref: OpRef): Act =>
  told(`allocate ${id} ${printOpRef(ref)}`, (store) =>
    Effect.gen(function* () {
      const run = yield* store.allocate({ id })
      yield* store.writeAttr(run, "initialized", 1)
      yield* store.establish(run, ref)
    }).pipe(
      Effect.either,
      Effect.map(({ _tag }) => _tag)
    )
  )

const position = fc.nat({ max: 5 })
const scope = fc.constantFrom<RunScope>("live", "live", "live", "trash")
const attr = fc.constantFrom("label", "exit_status", "flags", "tags", "started", "marked", "../x", "__proto__")
const attrValue: fc.Arbitrary<Value> = fc.oneof(fc.constantFrom<Value>(0, 1, -9, true, null, "x"), value)
const marker = fc.constantFrom<Marker>("LOCK", "LOCK.remote", "PENDING", "STAGED")
const lock = fc.constantFrom(String(process.pid), String(dead), "x")

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(fc.constantFrom(...IDS), opRef).map(([id, ref]) => allocate(id, ref)),
  fc
    .tuple(scope, position, attr, attrValue)
    .map(([s, n, name, v]) => on(s, n, (store, ref) => store.writeAttr(ref, name, v), `write ${name} ${pyRepr(v)}`)),
  fc
    .tuple(scope, position, attr)
    .map(([s, n, name]) => on(s, n, (store, ref) => store.removeAttr(ref, name), `remove ${name}`)),
  fc
    .tuple(scope, position, marker, lock)
    .map(([s, n, m, pid]) => on(s, n, (store, ref) => store.mark(ref, m, pid), `mark ${m} ${pid}`)),
  fc.tuple(scope, position, marker).map(([s, n, m]) => on(s, n, (store, ref) => store.unmark(ref, m), `unmark ${m}`)),
  position.map((n) => on("live", n, (store, ref) => store.trash(ref), "trash")),
  position.map((n) => on("trash", n, (store, ref) => store.restore(ref), "restore")),
  fc.tuple(scope, position).map(([s, n]) => on(s, n, (store, ref) => store.purge(ref), "purge"))
)

/** Everything that can be seen of the runs, but for suffixes in the trash. */
const seen = (store: Store) =>
  Effect.forEach(SCOPES, (each) =>
    Effect.flatMap(inScope(store, each), (refs) =>
      Effect.forEach(refs, (ref) =>
        Effect.gen(function* () {
          const run = Option.getOrNull(yield* store.read(ref))
          return { attrs: yield* store.readAttrs(ref), run: run === null ? null : { ...run, dir: "" } }
        })
      )
    )
  )

const withStores = async (use: (fs: Store, memory: Store) => Effect.Effect<void, unknown>): Promise<void> => {
  const guildHome = mkdtempSync(join(tmpdir(), "guild-home-"))
  const build = (layer: Layer.Layer<RunStore>) =>
    Effect.map(Layer.build(layer), (context) => Context.get(context, RunStore))
  try {
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const fs = yield* build(Layer.provide(fsLayer, testHost({ guildHome })))
          const memory = yield* build(layerWith({ guildHome, isAlive: (pid) => pid === process.pid }))
          yield* use(fs, memory)
        })
      )
    )
  } finally {
    rmSync(guildHome, { recursive: true, force: true })
  }
}

describe("run stores", () => {
  it("on disk and in memory cannot be told apart by what they do", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), (acts) =>
        withStores((fs, memory) =>
          Effect.gen(function* () {
            for (const each of acts) expect(yield* each(fs)).toEqual(yield* each(memory))
            expect(yield* seen(fs)).toEqual(yield* seen(memory))
          })
        )
      ),
      { numRuns: 60 }
    )
  })

  it("give back from the trash what went into it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), (acts) =>
        withStores((fs) =>
          Effect.gen(function* () {
            for (const each of acts) yield* each(fs)
            for (const ref of yield* fs.list("trash")) yield* fs.purge(ref)
            const before = yield* seen(fs)
            for (const ref of yield* fs.list("live")) yield* fs.trash(ref)
            expect(yield* fs.list("live")).toEqual([])
            for (const ref of yield* fs.list("trash")) yield* fs.restore(ref)
            expect(yield* seen(fs)).toEqual(before)
          })
        )
      ),
      { numRuns: 30 }
    )
  })
})
