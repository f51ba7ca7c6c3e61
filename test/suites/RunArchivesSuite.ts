import { describe, expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Effect, Option } from "effect"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { Archive } from "../../src/services/RunArchives.ts"
import { RunArchives } from "../../src/services/RunArchives.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { op } from "../support/sampleRuns.ts"

const plain = { move: false, copyResources: false }

const newRun = (label: string) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.establish(yield* store.allocate({}), op("train"))
    yield* store.writeAttr(run, "label", label)
    yield* store.unmark(run, "PENDING")
    return run
  })

/** What every RunArchives promises; run it on each layer. `root` is where archives can be made. */
export const suite = (
  name: string,
  setting: Effect.Effect<
    { readonly layer: Layer.Layer<RunArchives | RunStore>; readonly root: string },
    never,
    Scope.Scope
  >
) =>
  describe(`RunArchives laws: ${name}`, () => {
    const test = (
      sentence: string,
      body: (root: string) => Effect.Effect<void, unknown, RunArchives | RunStore | Scope.Scope>
    ) => it.scoped(sentence, () => Effect.flatMap(setting, ({ layer, root }) => Effect.provide(body(root), layer)))

    for (const archive of [
      { path: "out", form: "dir" },
      { path: "out.zip", form: "zip" }
    ] satisfies ReadonlyArray<Archive>) {
      test(`what was saved is there when the archive is opened again (${archive.form})`, (root) =>
        Effect.gen(function* () {
          const archives = yield* RunArchives
          const store = yield* RunStore
          const there: Archive = { ...archive, path: `${root}/${archive.path}` }
          for (const label of ["first", "second"]) {
            const dir = yield* archives.openToAdd(there)
            const run = yield* newRun(label)
            expect(yield* archives.has(run, dir, false)).toBe(false)
            expect(yield* archives.carry(run, dir, plain)).toBe(true)
            expect(yield* archives.has(run, dir, false)).toBe(true)
            yield* archives.save(there, dir, [])
          }
          const opened = yield* archives.open(there)
          const found = yield* store.list({ archive: opened })
          const labels = yield* Effect.forEach(found, (run) => Effect.flatten(store.readAttr(run, "label")))
          expect([...labels].sort()).toEqual(["first", "second"])
        }))
    }

    test("a copy leaves the run where it is, a move does not", (root) =>
      Effect.gen(function* () {
        const archives = yield* RunArchives
        const store = yield* RunStore
        const run = yield* newRun("a")
        yield* archives.carry(run, `${root}/copies`, plain)
        expect(Option.isSome(yield* store.read(run))).toBe(true)
        yield* archives.carry(run, `${root}/moved`, { ...plain, move: true })
        expect(Option.isSome(yield* store.read(run))).toBe(false)
        const moved = yield* Effect.flatten(store.read({ ...run, dir: `${root}/moved/${run.id}` }))
        expect(moved.label).toBe("a")
        expect(moved.status._tag).not.toBe("Pending")
      }))

    for (const move of [false, true]) {
      test(`a run that is there is never changed, by a ${move ? "move" : "copy"}`, (root) =>
        Effect.gen(function* () {
          const archives = yield* RunArchives
          const store = yield* RunStore
          const run = yield* newRun("old")
          yield* archives.carry(run, `${root}/out`, plain)
          yield* store.writeAttr(run, "label", "new")
          expect(yield* archives.carry(run, `${root}/out`, { ...plain, move })).toBe(false)
          const there = yield* Effect.flatten(store.read({ ...run, dir: `${root}/out/${run.id}` }))
          expect(there.label).toBe("old")
          expect(Option.isSome(yield* store.read(run))).toBe(true)
        }))
    }

    test("a run that is not there cannot be carried, and nothing is left behind", (root) =>
      Effect.gen(function* () {
        const archives = yield* RunArchives
        const store = yield* RunStore
        const nowhere = { id: RunId.make("ab"), dir: `${root}/nowhere/ab` }
        const error = yield* Effect.flip(archives.carry(nowhere, `${root}/out`, plain))
        expect(error.message).toBe("ab is no longer there")
        expect(yield* store.list({ archive: `${root}/out` })).toEqual([])
      }))
  })
