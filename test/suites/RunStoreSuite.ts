import { expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Effect, Option } from "effect"
import fc from "fast-check"
import { describe } from "vitest"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { Marker } from "../../src/domain/runs/RunLayout.ts"
import { statusName } from "../../src/domain/runs/RunStatus.ts"
import { float, mapOf } from "../../src/domain/Value.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { value } from "../support/arbitraryRuns.ts"

export const train = new OpRef({
  pkgType: "guildfile",
  pkgName: "/home/u/my proj/guild.yml",
  pkgVersion: "fbf96a7c6a318547e3a5911bac185792",
  modelName: "",
  opName: "train"
})

const newRun = Effect.gen(function* () {
  const store = yield* RunStore
  const run = yield* store.establish(yield* store.allocate({}), train)
  return run
})

const ids = (refs: ReadonlyArray<RunRef>) => refs.map(({ id }) => id).sort()

/** What every RunStore promises; run it on each layer. `alivePid` names a process that lives, `deadPid` one that does not. */
export const suite = (
  name: string,
  layer: Effect.Effect<Layer.Layer<RunStore>, never, Scope.Scope>,
  pids: { readonly alive: number; readonly dead: number }
): void => {
  const law = (sentence: string, effect: Effect.Effect<void, unknown, RunStore | Scope.Scope>) =>
    it.scoped(sentence, () => Effect.flatMap(layer, (built) => Effect.provide(effect, built)))

  describe(`RunStore laws: ${name}`, () => {
    law(
      "a new run has its id and the time it was made, is pending, and is no run to others before it has an operation",
      Effect.gen(function* () {
        const store = yield* RunStore
        const begun = yield* store.allocate({})
        expect(begun.id).toMatch(/^[0-9a-f]{32}$/)
        expect(yield* store.readAttr(begun, "id")).toEqual(Option.some(begun.id))
        expect(yield* store.list("live")).toEqual([])
        expect(yield* store.read(begun)).toEqual(Option.none())
        const run = yield* store.establish(begun, train)
        expect(run).toEqual({ id: begun.id, dir: `${store.runsDir}/${begun.id}` })
        expect(yield* store.readAttr(run, "id")).toEqual(Option.some(run.id))
        expect(yield* store.list("live")).toEqual([run])
        const found = Option.getOrThrow(yield* store.read(run))
        expect(found.opRef).toEqual(train)
        expect(statusName(found.status)).toBe("pending")
        expect(found.initialized).toBeTypeOf("number")
      })
    )

    law(
      "times that are written down increase strictly",
      Effect.gen(function* () {
        const store = yield* RunStore
        const runs = yield* Effect.all(Array.from({ length: 20 }, () => store.allocate({})))
        const made = yield* Effect.forEach(runs, (run) => store.readAttr(run, "initialized"))
        const times = made.map((time) => Number(Option.getOrThrow(time)))
        for (const run of runs) times.push(yield* store.stamp(run, "started"))
        expect(new Set(times).size).toBe(40)
        expect([...times].sort((a, b) => a - b)).toEqual(times)
      })
    )

    law(
      "an id can be given, and is taken once",
      Effect.gen(function* () {
        const store = yield* RunStore
        const id = RunId.make("0123456789abcdef0123456789abcdef")
        expect((yield* store.allocate({ id })).id).toBe(id)
        expect((yield* Effect.flip(store.allocate({ id })))._tag).toBe("StoreError")
        expect((yield* Effect.flip(store.allocate({ id: RunId.make("../out") })))._tag).toBe("StoreError")
      })
    )

    law(
      "an attribute is read back as it was written, whatever it holds",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        const awkward = [
          "1e12",
          "12345678901234567890123456e12345",
          "null",
          "yes",
          "",
          " a",
          "- x",
          "é\n\ttab",
          "\u0000\u001b[31m"
        ]
        const values = [
          ...fc.sample(value, { numRuns: 30, seed: 7 }),
          ...awkward,
          1,
          float(1),
          10n ** 20n,
          mapOf([["__proto__", 1]])
        ]
        for (const [i, each] of values.entries()) {
          yield* store.writeAttr(run, `attr-${i}`, each)
          expect(yield* store.readAttr(run, `attr-${i}`)).toEqual(Option.some(each))
        }
        yield* store.writeAttr(run, "attr-0", "again")
        expect(yield* store.readAttr(run, "attr-0")).toEqual(Option.some("again"))
        const all = yield* store.readAttrs(run)
        expect(all.map(([attr]) => attr)).toEqual(all.map(([attr]) => attr).sort())
        expect(all.length).toBe(values.length + 2)
      })
    )

    law(
      "a removed attribute is gone, and removing it again is no error",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        yield* store.writeAttr(run, "marked", true)
        yield* store.removeAttr(run, "marked")
        yield* store.removeAttr(run, "marked")
        expect(yield* store.readAttr(run, "marked")).toEqual(Option.none())
      })
    )

    law(
      "no attribute name and no link leads out of its directory",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        for (const bad of ["../opref", "a/b", "", ".", "..", ".hidden", "a\0"]) {
          expect((yield* Effect.flip(store.writeAttr(run, bad, 1)))._tag).toBe("StoreError")
          expect((yield* Effect.flip(store.readAttr(run, bad)))._tag).toBe("StoreError")
          expect((yield* Effect.flip(store.removeAttr(run, bad)))._tag).toBe("StoreError")
        }
        for (const bad of ["../x", "a/b", "", "..", ".guild"]) {
          expect((yield* Effect.flip(store.linkRun(run, bad, run)))._tag).toBe("StoreError")
        }
      })
    )

    law(
      "status is what markers, exit status and lock say, in that order",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        const status = Effect.map(store.read(run), (found) => statusName(Option.getOrThrow(found).status))
        const after = (act: Effect.Effect<void, unknown>) => Effect.zipRight(act, status)
        const mark = (marker: Marker, content?: string) => store.mark(run, marker, content)
        expect(yield* after(store.unmark(run, "PENDING"))).toBe("error")
        expect(yield* after(mark("LOCK", String(pids.alive)))).toBe("running")
        expect(yield* after(mark("LOCK", String(pids.dead)))).toBe("error")
        expect(yield* after(mark("LOCK", "nonsense"))).toBe("error")
        expect(yield* after(store.writeAttr(run, "exit_status", 0))).toBe("completed")
        expect(yield* after(store.writeAttr(run, "exit_status", 2))).toBe("error")
        expect(yield* after(store.writeAttr(run, "exit_status", -15))).toBe("terminated")
        expect(yield* after(store.writeAttr(run, "exit_status", "junk"))).toBe("error")
        expect(yield* after(mark("STAGED"))).toBe("staged")
        // Its starter died before the run's process: it waits for another.
        expect(yield* after(mark("PENDING"))).toBe("staged")
        expect(yield* after(mark("LOCK", String(pids.alive)))).toBe("pending")
        expect(yield* after(mark("LOCK.remote", "uat"))).toBe("running")
        expect(yield* after(store.unmark(run, "LOCK.remote"))).toBe("pending")
      })
    )

    law(
      "a run has the attributes of any Guild, and those of the wrong kind count as missing",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        const write = (attrs: Readonly<Record<string, Parameters<typeof store.writeAttr>[2]>>) =>
          Effect.forEach(Object.entries(attrs), ([attr, each]) => store.writeAttr(run, attr, each), { discard: true })
        yield* write({
          started: 1506790419000000,
          label: 1,
          marked: true,
          tags: ["a", 1],
          comments: [{ body: "good", host: "h", time: 1, user: "u" }],
          flags: { lr: float(0.1), "__proto__ ": 1 },
          sourcecode_digest: "abc"
        })
        const found = Option.getOrThrow(yield* store.read(run))
        expect(found).toMatchObject({ started: 1506790419000000, label: "1", marked: true, tags: ["a", "1"] })
        expect(found).toMatchObject({ flags: { lr: float(0.1) }, sourcecodeDigest: "abc", isBatch: false })
        expect(found.comments).toEqual([{ body: "good", host: "h", time: 1, user: "u" }])
        yield* write({
          started: "x",
          label: null,
          marked: false,
          tags: null,
          comments: "c",
          flags: ["x"],
          sourcecode_digest: null
        })
        const odd = Option.getOrThrow(yield* store.read(run))
        expect(odd).toMatchObject({ started: undefined, label: "", marked: false, tags: [], comments: [], flags: {} })
        expect(odd.sourcecodeDigest).toBeUndefined()
      })
    )

    law(
      "a run with a prototype is a batch, named by both",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        yield* store.establish(yield* store.allocate({ dir: `${run.dir}/.guild/proto` }), train)
        expect(Option.getOrThrow(yield* store.read(run))).toMatchObject({ isBatch: true, protoOpRef: train })
        expect(ids(yield* store.list("live"))).toEqual([run.id])
      })
    )

    law(
      "a run can stand elsewhere, and an archive lists those directly in it",
      Effect.gen(function* () {
        const store = yield* RunStore
        const archive = `${store.runsDir}-archive`
        const run = yield* store.allocate({ dir: `${archive}/mine` })
        expect((yield* store.list({ archive })).length).toBe(0)
        expect(yield* store.establish(run, train)).toEqual(run)
        expect(yield* store.list({ archive })).toEqual([{ id: "mine", dir: `${archive}/mine` }])
        expect(yield* store.list("live")).toEqual([])
        expect(yield* store.list({ archive: `${store.runsDir}/no/such` })).toEqual([])
      })
    )

    law(
      "to the trash and back is the identity",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        yield* store.writeAttr(run, "label", "mine")
        const before = yield* store.read(run)
        const attrs = yield* store.readAttrs(run)
        yield* store.trash(run)
        expect(yield* store.list("live")).toEqual([])
        const [trashed] = yield* store.list("trash")
        expect(trashed?.id).toBe(run.id)
        yield* store.restore(trashed ?? run)
        expect(yield* store.list("trash")).toEqual([])
        expect(yield* store.list("live")).toEqual([run])
        expect(yield* store.read(run)).toEqual(before)
        expect(yield* store.readAttrs(run)).toEqual(attrs)
      })
    )

    law(
      "a name that is taken in the trash loses nothing, and one that is taken among the runs is not restored",
      Effect.gen(function* () {
        const store = yield* RunStore
        const id = RunId.make("0123456789abcdef0123456789abcdef")
        for (const label of ["first", "second"]) {
          const run = yield* store.establish(yield* store.allocate({ id }), train)
          yield* store.writeAttr(run, "label", label)
          yield* store.trash(run)
        }
        const trashed = yield* store.list("trash")
        expect(trashed.map((each) => each.id)).toEqual([id, id])
        const labels = yield* Effect.forEach(trashed, (each) => store.readAttr(each, "label"))
        expect(labels.map(Option.getOrNull).sort()).toEqual(["first", "second"])
        for (const each of trashed.slice(0, 1)) yield* store.restore(each)
        for (const each of yield* store.list("trash")) {
          expect((yield* Effect.flip(store.restore(each))).operation).toBe("restore")
        }
        expect((yield* store.list("trash")).length).toBe(1)
      })
    )

    law(
      "of several that claim a run at once one has it, until its lock goes or its process is dead",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        const claims = Effect.replicateEffect(store.claim(run, pids.alive), 5)
        expect((yield* claims).filter((won) => won)).toEqual([true])
        yield* store.unmark(run, "LOCK")
        expect(yield* store.claim(run, pids.dead)).toBe(true)
        expect(yield* store.holder(run)).toBeUndefined()
        expect((yield* claims).filter((won) => won)).toEqual([true])
        expect(yield* store.holder(run)).toBe(pids.alive)
      })
    )

    law(
      "who has a run can hand it over to one other, and nobody gets a run that is gone",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        expect(yield* store.claim(run, pids.alive, pids.dead)).toBe(true)
        expect(yield* store.claim(run, pids.alive, pids.dead)).toBe(false)
        expect(yield* store.claim(run, pids.dead, pids.alive)).toBe(true)
        yield* store.purge(run)
        expect(yield* store.claim(run, pids.alive)).toBe(false)
        expect(yield* store.holder(run)).toBeUndefined()
        expect(yield* store.list("live")).toEqual([])
      })
    )

    law(
      "the revision of the runs stays while none comes or goes, and is another soon after some came",
      Effect.gen(function* () {
        const store = yield* RunStore
        const before = yield* store.revision
        expect(yield* store.revision).toBe(before)
        // The times of files are coarse: changes within one tick of the clock look like one.
        const differs = Effect.map(Effect.zipRight(newRun, store.revision), (now) => now !== before)
        expect(yield* Effect.repeat(differs, { until: (is) => is, times: 2000 })).toBe(true)
      })
    )

    law(
      "a run that is not there cannot be trashed, and can be purged",
      Effect.gen(function* () {
        const store = yield* RunStore
        const run = yield* newRun
        yield* store.purge(run)
        yield* store.purge(run)
        expect(yield* store.list("live")).toEqual([])
        expect((yield* Effect.flip(store.trash(run))).operation).toBe("trash")
        expect(yield* store.readAttr(run, "id")).toEqual(Option.none())
        expect(yield* store.readAttrs(run)).toEqual([])
      })
    )
  })
}
