import { expect, it } from "@effect/vitest"
import { Clock, Effect, Either, Layer, Option } from "effect"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { describe } from "vitest"
import { layer } from "../../src/layers/RunStoreFs.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { suite, train } from "../suites/RunStoreSuite.ts"
import { DEAD_PID } from "../support/deadPid.ts"
import { tempHome } from "../support/tempHome.ts"
import { testHost } from "../support/testHost.ts"

const storeIn = (guildHome: string) => Layer.provide(layer, testHost({ guildHome }))

suite("file system", Effect.map(tempHome, storeIn), { alive: process.pid, dead: DEAD_PID })

const test = (sentence: string, body: (home: string) => Effect.Effect<void, unknown, RunStore>) =>
  it.scoped(sentence, () => Effect.flatMap(tempHome, (home) => Effect.provide(body(home), storeIn(home))))

const newRun = Effect.gen(function* () {
  const store = yield* RunStore
  const run = yield* store.establish(yield* store.allocate({}), train)
  return run
})

/** A run directory as any Guild leaves it behind. */
const madeByHand = (dir: string, attrs: Readonly<Record<string, string>>, opRef = "script:/p '' '' train.py") => {
  mkdirSync(join(dir, ".guild/attrs"), { recursive: true })
  writeFileSync(join(dir, ".guild/opref"), opRef)
  for (const [name, text] of Object.entries(attrs)) writeFileSync(join(dir, ".guild/attrs", name), text)
}

describe("run directories on disk", () => {
  test("have the layout of the original, byte for byte", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      yield* store.writeAttr(run, "flags", { y: 1, a: "x y" })
      yield* store.mark(run, "LOCK", String(DEAD_PID))
      const file = (name: string) => readFileSync(join(home, "runs", run.id, ".guild", name), "utf8")
      expect(readdirSync(run.dir)).toEqual([".guild"])
      expect(readdirSync(join(run.dir, ".guild")).sort()).toEqual(["LOCK", "PENDING", "attrs", "opref"])
      expect(file("opref")).toBe("guildfile:'/home/u/my proj/guild.yml' fbf96a7c6a318547e3a5911bac185792 '' train")
      expect(file("attrs/id")).toBe(`${run.id}\n`)
      expect(file("attrs/initialized")).toMatch(/^\d+\n$/)
      expect(file("attrs/flags")).toBe("a: x y\n'y': 1\n")
      expect([file("LOCK"), file("PENDING")]).toEqual([String(DEAD_PID), ""])
      expect(statSync(join(run.dir, ".guild/attrs/id")).mode & 0o777).toBe(0o644 & ~process.umask())
    }))

  test("are listed whatever lies between them", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      const runs = store.runsDir
      writeFileSync(join(runs, "file"), "")
      mkdirSync(join(runs, "empty"))
      mkdirSync(join(runs, ".hidden/.guild"), { recursive: true })
      writeFileSync(join(runs, ".hidden/.guild/opref"), "script:/p '' '' x")
      symlinkSync(join(runs, "nowhere"), join(runs, "broken"))
      symlinkSync(join(runs, "loop"), join(runs, "loop"))
      mkdirSync(join(runs, "odd/.guild/opref"), { recursive: true })
      madeByHand(join(home, "elsewhere"), {})
      symlinkSync(join(home, "elsewhere"), join(runs, "linked"))
      expect((yield* store.list("live")).map(({ id }) => String(id)).sort()).toEqual([run.id, "linked"].sort())
    }))

  test("are no runs with an opref that cannot be read", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      madeByHand(join(home, "runs/a"), {}, "nonsense")
      madeByHand(join(home, "runs/b"), {}, "")
      for (const ref of yield* store.list("live")) expect(yield* store.read(ref)).toEqual(Option.none())
    }))

  test("read as the original wrote them, damage and all", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      madeByHand(join(home, "runs/old"), {
        exit_status: "",
        label: "2020-01-01\n",
        flags: "lr: 1.0e-05\nn: 1e3\ns: 'yes'\n",
        started: "[unclosed",
        initialized: "1506790385000000\n"
      })
      const [ref] = yield* store.list("live")
      if (ref === undefined) throw new Error("no run")
      const run = Option.getOrThrow(yield* store.read(ref))
      expect(run).toMatchObject({ label: "2020-01-01", started: undefined, initialized: 1506790385000000 })
      expect(run.flags).toMatchObject({ n: "1e3", s: "yes" })
      expect(run.status._tag).toBe("Failed")
      const damaged = yield* Effect.either(store.readAttr(ref, "started"))
      expect(Either.isLeft(damaged) && damaged.left.message).toContain(`${ref.dir}/.guild/attrs/started`)
      expect((yield* store.readAttrs(ref)).map(([name]) => name)).toEqual([
        "exit_status",
        "flags",
        "initialized",
        "label"
      ])
    }))

  test("keep an attribute whole when its writer is killed half way", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      yield* store.writeAttr(run, "label", "old")
      writeFileSync(join(run.dir, ".guild/.tmp-1-1"), "ne")
      expect(yield* store.readAttr(run, "label")).toEqual(Option.some("old"))
      expect((yield* store.readAttrs(run)).map(([name]) => name)).toEqual(["id", "initialized", "label"])
      expect(Option.getOrThrow(yield* store.read(run)).label).toBe("old")
    }))

  test("leave no unfinished file behind when the disk refuses", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      mkdirSync(join(run.dir, ".guild/attrs/label/full"), { recursive: true })
      expect((yield* Effect.flip(store.writeAttr(run, "label", "x"))).path).toContain("attrs/label")
      expect(readdirSync(join(run.dir, ".guild")).filter((name) => name.startsWith(".tmp"))).toEqual([])
    }))

  test("link to other runs relatively, and a link can be set again but replaces nothing else", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const [a, b] = [yield* newRun, yield* newRun]
      yield* store.linkRun(a, "prep", b)
      yield* store.linkRun(a, "prep", b)
      expect(readlinkSync(join(a.dir, "prep"))).toBe(`../${b.id}`)
      writeFileSync(join(a.dir, "data"), "mine")
      expect((yield* Effect.flip(store.linkRun(a, "data", b))).message).toContain("taken")
      expect(readFileSync(join(a.dir, "data"), "utf8")).toBe("mine")
    }))

  test("link to other runs from a directory that was reached by a link", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const trial = yield* newRun
      mkdirSync(join(home, "a/b/c"), { recursive: true })
      symlinkSync(join(home, "a/b/c"), join(home, "short"))
      const batch = yield* store.allocate({ dir: join(home, "short/batch") })
      yield* store.linkRun(batch, trial.id, trial)
      expect(readFileSync(join(home, "a/b/c/batch", trial.id, ".guild/attrs/id"), "utf8")).toBe(`${trial.id}\n`)
    }))

  test("are linked from the run that they belong to before there is anything of them", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const batch = yield* newRun
      const trial = yield* store.allocate({ linkedFrom: batch })
      const link = join(batch.dir, trial.id)
      expect(readlinkSync(link)).toBe(`../${trial.id}`)
      yield* store.purge(trial)
      // What does not become a run leaves the link, which leads nowhere; what is not even begun leaves none.
      expect(readlinkSync(link)).toBe(`../${trial.id}`)
      writeFileSync(join(store.runsDir, "b1"), "")
      yield* Effect.flip(store.allocate({ id: RunId.make("b1"), linkedFrom: batch }))
      expect(existsSync(join(batch.dir, "b1"))).toBe(false)
    }))

  test("lose what writes that were killed have left, when they are claimed", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      mkdirSync(join(run.dir, ".guild/proto/.guild"), { recursive: true })
      const dead = DEAD_PID
      const left = [`.tmp-${dead}-3`, `.tmp-${dead}-claim-0`, `proto/.guild/.tmp-${dead}-1`]
      const stays = [`.tmp-${process.pid}-99999`, ".tmp-mine"]
      for (const name of [...left, ...stays]) writeFileSync(join(run.dir, ".guild", name), "")
      expect(yield* store.claim(run, process.pid)).toBe(true)
      const there = (name: string) => existsSync(join(run.dir, ".guild", name))
      expect([left.filter(there), stays.filter(there)]).toEqual([[], stays])
    }))

  test("are seen whole, or not at all", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const seen = () => readdirSync(join(home, "runs")).filter((name) => !name.startsWith("."))
      const begun = yield* store.allocate({})
      yield* store.writeAttr(begun, "flags", { x: 1 })
      expect(seen()).toEqual([])
      const run = yield* store.establish(begun, train)
      expect(seen()).toEqual([run.id])
      expect(readdirSync(join(run.dir, ".guild/attrs"))).toEqual(["flags", "id", "initialized"])
      // Whoever lists the directory by other means finds runs alone.
      expect(readdirSync(store.runsDir)).toEqual([run.id])
      const refused = yield* store.allocate({})
      yield* store.purge(refused)
      expect(readdirSync(store.runsDir)).toEqual([run.id])
    }))

  test("that a guild was making when it was killed are half made where they are linked, and go with the next that is made", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const batch = yield* newRun
      const making = join(home, "runs/.making")
      const hidden = (pid: number, id: string, age: number) => {
        const dir = join(making, `${pid}-${id}`)
        mkdirSync(join(dir, ".guild"), { recursive: true })
        utimesSync(dir, Date.now() / 1000 - age, Date.now() / 1000 - age)
        return dir
      }
      const dead = DEAD_PID
      const old = hidden(dead, "a1", 3600)
      const young = hidden(dead, "a2", 0)
      const live = hidden(process.pid, "a3", 3600)
      symlinkSync("../a2", join(batch.dir, "a2"))
      expect(yield* store.halfMade(batch)).toEqual([{ id: "a2", dir: young }])
      const next = RunStore.pipe(
        Effect.flatMap((another) => another.allocate({})),
        Effect.provide(Layer.fresh(storeIn(home)))
      )
      yield* Effect.withClock(next, Clock.make())
      expect([old, young, live].map((dir) => existsSync(dir))).toEqual([false, true, true])
    }))

  test("are purged without following a link", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* newRun
      const outside = mkdtempSync(join(home, "outside-"))
      writeFileSync(join(outside, "keep"), "")
      symlinkSync(outside, join(run.dir, "data"))
      symlinkSync(outside, join(store.runsDir, "linked"))
      const linked = { id: run.id, dir: join(store.runsDir, "linked") }
      yield* store.purge(run)
      yield* store.purge(linked)
      expect(existsSync(run.dir)).toBe(false)
      expect(existsSync(linked.dir)).toBe(false)
      expect(readdirSync(outside)).toEqual(["keep"])
    }))

  test("that were suffixed in the trash by a Guild go back under their id", (home) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = "0123456789abcdef0123456789abcdef"
      madeByHand(join(home, "trash/runs", `${id}_1a2b`), {})
      const [ref] = yield* store.list("trash")
      expect(ref).toEqual({ id, dir: join(home, "trash/runs", `${id}_1a2b`) })
      if (ref !== undefined) yield* store.restore(ref)
      expect(yield* store.list("live")).toEqual([{ id, dir: join(home, "runs", id) }])
    }))

  test("cannot be listed where the runs directory is no directory", (home) =>
    Effect.gen(function* () {
      writeFileSync(join(home, "runs"), "")
      const error = yield* Effect.flip((yield* RunStore).list("live"))
      expect(error).toMatchObject({ operation: "list", path: join(home, "runs") })
    }))
})
