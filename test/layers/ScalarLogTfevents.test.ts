import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Chunk, Effect, Stream, TestClock } from "effect"
import { describe } from "vitest"
import { frameRecord, MAX_PAYLOAD_SIZE } from "../../src/domain/scalars/TfRecord.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"
import { point, suite } from "../suites/ScalarLogSuite.ts"
import { layer, layerOn, makeDirectories } from "./tfevents/support.ts"

const directory = makeDirectories()

suite("tfevents", layer, directory)

const eventFiles = (dir: string) => readdirSync(dir).filter((name) => name.includes("tfevents"))

const write = (dir: string, ...values: ReadonlyArray<number>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const writer = yield* (yield* ScalarLog).writer(dir)
      values.forEach((value, i) => writer.add(point("x", value, i + 1)))
    })
  )

describe("event files on disk", () => {
  it.effect("are named by time, host, process and number", () =>
    Effect.gen(function* () {
      const run = directory()
      yield* write(run, 1)
      yield* write(run, 2)
      expect(eventFiles(run)).toEqual([
        "events.out.tfevents.1600000000.box.42.0",
        "events.out.tfevents.1600000000.box.42.1"
      ])
    }).pipe(Effect.provide(layer))
  )

  it.effect("stay in their directory whatever the host is called", () =>
    Effect.gen(function* () {
      const run = directory()
      yield* write(run, 1)
      expect(eventFiles(run)).toEqual(["events.out.tfevents.1600000000..._.._evil.42.0"])
    }).pipe(Effect.provide(layerOn("../../evil")))
  )

  it.effect("are, byte for byte, what an independent generator makes of the same points", () =>
    Effect.gen(function* () {
      const run = directory()
      yield* write(run, 0.5, -2)
      // Version, then the two points; made by the independent generator of fixtures/event-files/make.py.
      expect(readFileSync(join(run, eventFiles(run)[0] ?? "")).toString("hex")).toBe(
        [
          "1800000000000000a37f4b22090000000084d7d7411a0d627261696e2e4576656e743a32253c71d0",
          "1700000000000000e7cef81e090000000084d7d74110012a0a0a080a0178150000003f30156c0a",
          "1700000000000000e7cef81e090000000084d7d74110022a0a0a080a017815000000c026bd97f2"
        ].join("")
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("hold what was added a second ago, without a flush", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const run = directory()
        const log = yield* ScalarLog
        const writer = yield* log.writer(run)
        writer.add(point("x", 1, 1))
        expect((yield* log.summarize(run)).scalars).toEqual([])
        yield* TestClock.adjust("1 second")
        expect((yield* log.summarize(run)).scalars).toMatchObject([{ tag: "x", count: 1 }])
      })
    ).pipe(Effect.provide(layer))
  )

  it.live("are closed with their scope also where nothing may be interrupted", () =>
    Effect.gen(function* () {
      const run = directory()
      yield* Effect.uninterruptible(write(run, 1, 2))
      expect((yield* (yield* ScalarLog).summarize(run)).scalars).toMatchObject([{ tag: "x", count: 2 }])
    }).pipe(Effect.provide(layer))
  )

  it.effect("are written before the buffer grows", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const run = directory()
        const writer = yield* (yield* ScalarLog).writer(run)
        for (let step = 0; step < 10_000; step++) writer.add(point("loss", step, step))
        const written = statSync(join(run, eventFiles(run)[0] ?? "")).size
        yield* writer.flush
        expect(statSync(join(run, eventFiles(run)[0] ?? "")).size - written).toBeLessThan(70_000)
      })
    ).pipe(Effect.provide(layer))
  )

  it.effect("that cannot be made fail the flush with their place, and cost the run nothing else", () =>
    Effect.gen(function* () {
      const run = directory()
      const gone = join(run, "gone")
      const error = yield* Effect.flip(
        Effect.scoped(
          Effect.gen(function* () {
            const writer = yield* (yield* ScalarLog).writer(gone)
            writer.add(point("x", 1))
            writer.add(point("x", 2))
            yield* writer.flush
          })
        )
      )
      expect(error).toMatchObject({ _tag: "ScalarLogError", operation: "write", path: gone })
      expect(readdirSync(run)).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect("are never written through a link that stands in their place", () =>
    Effect.gen(function* () {
      const run = directory()
      writeFileSync(join(run, "victim"), "mine")
      symlinkSync("victim", join(run, "events.out.tfevents.1600000000.box.42.0"))
      yield* write(run, 1)
      expect(readFileSync(join(run, "victim"), "utf8")).toBe("mine")
      expect(eventFiles(run)).toHaveLength(2)
    }).pipe(Effect.provide(layer))
  )

  it.effect("are not looked for behind links, nor in guild's own records", () =>
    Effect.gen(function* () {
      const run = directory("real", ".guild/sourcecode/logs")
      yield* write(join(run, "real"), 1)
      yield* write(join(run, ".guild/sourcecode/logs"), 1)
      symlinkSync("real", join(run, "linked"))
      symlinkSync(join("real", eventFiles(join(run, "real"))[0] ?? ""), join(run, "events.out.tfevents.1.link"))
      symlinkSync("..", join(run, "real/up"))
      mkdirSync(join(run, "a.tfevents.dir"))
      expect((yield* (yield* ScalarLog).files(run)).map(({ prefix }) => prefix)).toEqual(["real"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("cut anywhere give every record before the cut and one problem", () =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      const run = directory()
      yield* write(run, 1, 2, 3)
      const [file] = yield* log.files(run)
      const path = file?.path ?? ""
      const whole = readFileSync(path)
      const borders = new Set([0])
      for (let at = 0; at < whole.length;) {
        at += 16 + whole.readUInt32LE(at)
        borders.add(at)
      }
      expect(borders.size).toBe(5)
      for (let size = 0; size < whole.length; size++) {
        writeFileSync(path, whole.subarray(0, size))
        const { problems, scalars } = yield* log.summarize(run)
        const points = yield* Stream.runCollect(log.points(path))
        expect(scalars[0]?.count ?? 0).toBe(points.length)
        expect([size, problems.length]).toEqual([size, borders.has(size) ? 0 : 1])
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("with an overlong record are read to their end", () =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      const run = directory()
      yield* write(run, 1, 2)
      const [file] = yield* log.files(run)
      const path = file?.path ?? ""
      const tail = readFileSync(path).subarray(-39)
      appendFileSync(path, frameRecord(new Uint8Array(MAX_PAYLOAD_SIZE + 1)))
      appendFileSync(path, tail)
      expect(Chunk.toReadonlyArray(yield* Stream.runCollect(log.points(path))).map(({ value }) => value)).toEqual([
        1, 2, 2
      ])
      expect((yield* log.summarize(run)).problems).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect.skipIf(process.getuid?.() === 0)("that may not be read are an error that names them", () =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      const run = directory()
      yield* write(run, 1)
      const [file] = yield* log.files(run)
      chmodSync(file?.path ?? "", 0)
      expect(yield* Effect.flip(log.summarize(run))).toMatchObject({ operation: "read", path: file?.path })
    }).pipe(Effect.provide(layer))
  )

  it.effect("of a run that is removed meanwhile are none", () =>
    Effect.gen(function* () {
      const log = yield* ScalarLog
      const run = directory()
      yield* write(run, 1)
      rmSync(run, { recursive: true })
      expect(yield* log.summarize(run)).toEqual({ scalars: [], problems: [] })
    }).pipe(Effect.provide(layer))
  )
})
