import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { buildSync } from "esbuild"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { layer as processes } from "../../src/layers/ProcessesNode.ts"
import { layer } from "../../src/layers/RunOutputFs.ts"
import { guardedWriter } from "../../src/layers/run-output/GuardedWriter.ts"
import { OutputFile } from "../../src/layers/run-output/OutputFile.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { Processes } from "../../src/services/Processes.ts"
import { RunOutput } from "../../src/services/RunOutput.ts"
import { PATIENCE_MS } from "../support/patience.ts"
import { pieces, suite, writeAll } from "../suites/RunOutputSuite.ts"

const root = mkdtempSync(join(tmpdir(), "guild-output-"))
afterAll(() => rmSync(root, { recursive: true }))

let made = 0
const newRun = (): RunRef => {
  const dir = join(root, String(++made))
  mkdirSync(join(dir, ".guild"), { recursive: true })
  return { id: RunId.make("a"), dir }
}

suite("RunOutputFs", layer, newRun)

const output = ({ dir }: RunRef): string => readFileSync(join(dir, ".guild/output"), "latin1")
const index = ({ dir }: RunRef): Buffer => readFileSync(join(dir, ".guild/output.index"))

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1")

/** A writer that is used without being closed, as if guild were killed after each step. */
const opened = <A>(act: (run: RunRef, write: (text: string, stream: 0 | 1) => void) => A) =>
  Effect.scoped(
    Effect.gen(function* () {
      const run = newRun()
      const writer = yield* (yield* RunOutput).writer(run)
      return act(run, (text, stream) => writer.write(bytes(text), stream, 5))
    })
  ).pipe(Effect.provide(layer))

describe("output files", () => {
  it.effect("are what the original writes: lines as they came, nine bytes for each", () =>
    Effect.gen(function* () {
      const run = newRun()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const writer = yield* (yield* RunOutput).writer(run)
          writer.write(bytes("out\n"), 0, 1_700_000_000_123)
          writer.write(bytes("err\n"), 1, 1_700_000_000_124)
        })
      )
      expect(output(run)).toBe("out\nerr\n")
      expect(index(run).toString("hex")).toBe("0000018bcfe5687b000000018bcfe5687c01")
    }).pipe(Effect.provide(layer))
  )

  it.effect("hold each piece as soon as it has come", () =>
    opened((run, write) => {
      write("10%", 1)
      expect(output(run)).toBe("10%")
      write("line\n", 0)
      expect(output(run)).toBe("line\n10%")
      write("\r20%", 1)
      expect(output(run)).toBe("line\n10%\r20%")
      write("beg", 0)
      expect(output(run)).toBe("line\n10%\r20%\nbeg")
      write("un\n", 0)
      expect(output(run)).toBe("line\nbegun\n10%\r20%")
      expect(index(run)).toHaveLength(18)
      write("\n", 1)
      expect(output(run)).toBe("line\nbegun\n10%\r20%\n")
    })
  )

  it.effect("hold everything at any moment, and no more index entries than lines", () =>
    Effect.sync(() =>
      fc.assert(
        fc.property(pieces, (all) =>
          Effect.runSync(
            opened((run, write) => {
              const said: [string, string] = ["", ""]
              for (const [text, stream] of all) {
                const raw = Buffer.from(text).toString("latin1")
                write(raw, stream)
                said[stream] += raw
                const kept = output(run)
                // Without newlines it is the same letters, whatever their order.
                const letters = (from: string) => Array.from(from.replaceAll("\n", "")).sort().join("")
                expect(letters(kept)).toBe(letters(said[0] + said[1]))
                expect(index(run).length / 9).toBeLessThanOrEqual(kept.split("\n").length)
                expect(index(run).length / 9).toBe((said[0] + said[1]).split("\n").length - 1)
              }
            })
          )
        ),
        { numRuns: 100 }
      )
    )
  )

  it.effect("hold binary output as it is", () =>
    Effect.gen(function* () {
      const run = newRun()
      const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("")
      yield* Effect.scoped(
        Effect.gen(function* () {
          ;(yield* (yield* RunOutput).writer(run)).write(bytes(all), 0, 1)
        })
      )
      expect(output(run)).toBe(all)
    }).pipe(Effect.provide(layer))
  )

  it.effect("let the other stream speak in the middle of a line that is too long to be moved", () =>
    opened((run, write) => {
      const long = "x".repeat(700_000)
      write(long, 1)
      write("a\n", 0)
      write(long, 1)
      write("b\n", 0)
      write("end\n", 1)
      expect(output(run) === `a\n${long}${long}\nb\nend\n`).toBe(true)
      expect(Array.from({ length: 4 }, (_, line) => index(run)[line * 9 + 8])).toEqual([0, 1, 0, 1])
    })
  )

  it.scoped("take a line of any length in little memory", () =>
    Effect.gen(function* () {
      const run = newRun()
      const writer = yield* (yield* RunOutput).writer(run)
      const piece = Buffer.alloc(65_536, "y")
      writer.write(bytes("first\n"), 1, 1)
      const before = process.memoryUsage().arrayBuffers
      for (let at = 0; at < 1_024; at += 1) writer.write(piece, 0, 2)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
      expect(statSync(join(run.dir, ".guild/output")).size).toBe(6 + 1_024 * 65_536)
      expect(index(run)).toHaveLength(9)
    }).pipe(Effect.provide(layer))
  )

  it.effect("a damaged or missing index leaves the lines", () =>
    Effect.gen(function* () {
      const run = newRun()
      yield* writeAll(run, [
        ["a\n", 1],
        ["b\n", 1]
      ])
      rmSync(join(run.dir, ".guild/output.index"))
      const lines = yield* (yield* RunOutput).lines(run)
      expect(lines).toEqual([
        { timeMs: 0, stream: 0, text: "a" },
        { timeMs: 0, stream: 0, text: "b" }
      ])
    }).pipe(Effect.provide(layer))
  )
})

describe("a place that cannot be written", () => {
  it.effect("a full disk is told once and does not disturb the output's way", () =>
    Effect.sync(() => {
      const run = newRun()
      const writer = guardedWriter(new OutputFile("/dev/full", join(run.dir, ".guild/output.index")), "/dev/full")
      expect(writer.problem()).toBeUndefined()
      writer.write(bytes("a\n"), 0, 1)
      const first = writer.problem()
      writer.write(bytes("b"), 1, 1)
      writer.write(bytes("c\n"), 0, 1)
      writer.close()
      expect(first?.message).toBe("cannot write /dev/full: ENOSPC: no space left on device, write")
      expect(writer.problem()).toBe(first)
    })
  )

  it.effect("a link in the place of the output is not followed", () =>
    Effect.gen(function* () {
      const run = newRun()
      const victim = join(root, "victim")
      writeFileSync(victim, "precious")
      symlinkSync(victim, join(run.dir, ".guild/output"))
      expect(yield* Effect.flip(Effect.scoped(writeAll(run, [])))).toMatchObject({ operation: "write" })
      expect(readFileSync(victim, "utf8")).toBe("precious")
    }).pipe(Effect.provide(layer))
  )

  it.effect("a run directory that is gone fails at once", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(writeAll({ id: RunId.make("a"), dir: join(root, "gone") }, [])))
      expect(error).toMatchObject({ _tag: "StoreError", operation: "write" })
    }).pipe(Effect.provide(layer))
  )
})

describe("a writer that is killed", () => {
  it.live("leaves on the disk what had come up to that moment", () =>
    Effect.gen(function* () {
      const run = newRun()
      const program = join(run.dir, "writer.cjs")
      buildSync({
        stdin: {
          contents: `
            import { OutputFile } from "./OutputFile.ts"
            const file = new OutputFile(".guild/output", ".guild/output.index")
            file.write(Buffer.from("part"), 1, 1)
            file.write(Buffer.from("line\\n"), 0, 2)
            process.kill(process.pid, "SIGKILL")`,
          resolveDir: resolve(import.meta.dirname, "../../src/layers/run-output")
        },
        bundle: true,
        platform: "node",
        outfile: program
      })
      const killed = yield* (yield* Processes).capture({
        argv: [process.execPath, program],
        cwd: run.dir,
        env: {},
        stdin: "ignore",
        timeoutMs: PATIENCE_MS
      })
      expect(killed).toEqual({ exitStatus: -9, stdout: "", stderr: "" })
      expect(output(run)).toBe("line\npart")
      expect(index(run)).toHaveLength(9)
    }).pipe(Effect.provide(processes))
  )
})
