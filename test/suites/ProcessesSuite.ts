import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Clock, Effect, Fiber } from "effect"
import type { OutputStream, ProcessSpec } from "../../src/services/Processes.ts"
import { Processes, SpawnFailed } from "../../src/services/Processes.ts"
import { PATIENCE_MS } from "../support/patience.ts"

type Argv = ProcessSpec["argv"]

/** Programs that a layer is tried with; what each must do stands in fixtures/processes. */
export interface Programs {
  /** Prints `one`, `three` and `five` (no newline) to stdout, `two` and `four` (no newline) to stderr, and exits 3. */
  readonly says: Argv
  /** Prints a line and waits for a signal. */
  readonly waits: Argv
  /** Prints three lines, then does not listen to SIGTERM. */
  readonly stubborn: Argv
  /** Prints its standard input. */
  readonly echoes: Argv
  readonly missing: Argv
}

/** What a sink has heard, by stream. */
export const recorder = () => {
  const heard: [string, string] = ["", ""]
  const sink = (chunk: Uint8Array, stream: OutputStream): void => {
    heard[stream] += new TextDecoder().decode(chunk)
  }
  return { heard, sink }
}

/** Looks every 10 ms until a condition holds; dies with what was waited for. */
export const eventually = (what: string, holds: () => boolean | Effect.Effect<boolean>): Effect.Effect<void> =>
  Effect.gen(function* () {
    const deadline = (yield* Clock.currentTimeMillis) + PATIENCE_MS
    for (;;) {
      const now = holds()
      if (typeof now === "boolean" ? now : yield* now) return
      if ((yield* Clock.currentTimeMillis) > deadline) return yield* Effect.die(new Error(`never: ${what}`))
      yield* Effect.sleep(10)
    }
  })

const lineCount = (text: string): number => text.split("\n").length - 1

/** What every Processes promises; run it on each layer. */
export const suite = (name: string, layer: Layer.Layer<Processes>, programs: Programs): void => {
  const spec = (argv: Argv): ProcessSpec => ({ argv, cwd: "/", env: { PATH: "/usr/bin:/bin" }, stdin: "ignore" })

  describe(`Processes laws: ${name}`, () => {
    it.scopedLive("a sink has heard every byte of each stream, in order, when the exit status is known", () =>
      Effect.gen(function* () {
        const { heard, sink } = recorder()
        const child = yield* (yield* Processes).start(spec(programs.says), sink)
        expect(yield* child.exitStatus).toBe(3)
        expect(heard).toEqual(["one\nthree\nfive", "two\nfour"])
        expect(yield* child.exitStatus).toBe(3)
      }).pipe(Effect.provide(layer))
    )

    it.scopedLive("a process is alive until it is stopped, and its exit status is then the negative signal", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        const child = yield* processes.start(spec(programs.waits), sink)
        yield* eventually("the first line", () => lineCount(heard[0]) === 1)
        expect(yield* processes.isAlive(child.pid)).toBe(true)
        yield* child.stop({ signal: "SIGTERM", graceMs: PATIENCE_MS })
        expect(yield* child.exitStatus).toBe(-15)
        expect(yield* processes.isAlive(child.pid)).toBe(false)
        yield* child.stop({ signal: "SIGTERM", graceMs: PATIENCE_MS })
        yield* child.signal("SIGINT")
      }).pipe(Effect.provide(layer))
    )

    it.scopedLive("one that does not listen is killed after the grace", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        const child = yield* processes.start(spec(programs.stubborn), sink)
        yield* eventually("three lines", () => lineCount(heard[0]) === 3)
        yield* child.signal("SIGTERM")
        const before = yield* Clock.currentTimeMillis
        yield* child.stop({ signal: "SIGTERM", graceMs: 200 })
        const took = (yield* Clock.currentTimeMillis) - before
        expect(yield* child.exitStatus).toBe(-9)
        expect(took).toBeGreaterThanOrEqual(195)
      }).pipe(Effect.provide(layer))
    )

    it.scopedLive("a held program does nothing before it is let go, and then ends as any other", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        const child = yield* processes.start({ ...spec(programs.says), held: { removes: [] } }, sink)
        expect(yield* processes.isAlive(child.pid)).toBe(true)
        expect(heard).toEqual(["", ""])
        yield* child.begin
        expect(yield* child.exitStatus).toBe(3)
        expect(heard).toEqual(["one\nthree\nfive", "two\nfour"])
      }).pipe(Effect.provide(layer))
    )

    it.live("a held program that is not let go never begins", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        const child = yield* Effect.scoped(processes.start({ ...spec(programs.says), held: { removes: [] } }, sink))
        expect(yield* processes.isAlive(child.pid)).toBe(false)
        expect(heard).toEqual(["", ""])
      }).pipe(Effect.provide(layer))
    )

    it.scopedLive("a held program that is not there is told of at the start", () =>
      Effect.gen(function* () {
        const held = { ...spec(programs.missing), held: { removes: [] } }
        const error = yield* Effect.flip((yield* Processes).start(held, recorder().sink))
        expect(error).toMatchObject({ _tag: "SpawnFailed", reason: "not-found" })
      }).pipe(Effect.provide(layer))
    )

    it.live("closing the scope ends the process", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        const pid = yield* Effect.scoped(
          Effect.gen(function* () {
            const child = yield* processes.start(spec(programs.waits), sink)
            yield* eventually("the first line", () => lineCount(heard[0]) === 1)
            return child.pid
          })
        )
        expect(yield* processes.isAlive(pid)).toBe(false)
      }).pipe(Effect.provide(layer))
    )

    it.live("interrupting who waits for it ends the process", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { heard, sink } = recorder()
        let pid = 0
        const waiting = Effect.scoped(
          Effect.gen(function* () {
            const child = yield* processes.start(spec(programs.waits), sink)
            pid = child.pid
            return yield* child.exitStatus
          })
        )
        const fiber = yield* Effect.fork(waiting)
        yield* eventually("the first line", () => lineCount(heard[0]) === 1)
        yield* Fiber.interrupt(fiber)
        expect(yield* processes.isAlive(pid)).toBe(false)
      }).pipe(Effect.provide(layer))
    )

    it.live("stopPid ends a process that another started", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { cwd, env } = spec(programs.waits)
        const pid = yield* processes.detach({ argv: programs.waits, cwd, env })
        expect(yield* processes.isAlive(pid)).toBe(true)
        yield* processes.stopPid(pid, { signal: "SIGTERM", graceMs: PATIENCE_MS })
        expect(yield* processes.isAlive(pid)).toBe(false)
        yield* processes.stopPid(pid, { signal: "SIGTERM", graceMs: PATIENCE_MS })
      }).pipe(Effect.provide(layer))
    )

    it.live("capture gives both outputs and the exit status", () =>
      Effect.gen(function* () {
        const done = yield* (yield* Processes).capture({ ...spec(programs.says), timeoutMs: PATIENCE_MS })
        expect(done).toEqual({ exitStatus: 3, stdout: "one\nthree\nfive", stderr: "two\nfour" })
      }).pipe(Effect.provide(layer))
    )

    it.live("capture hands the input over", () =>
      Effect.gen(function* () {
        const done = yield* (yield* Processes).capture({
          ...spec(programs.echoes),
          input: "héllo\n",
          timeoutMs: PATIENCE_MS
        })
        expect(done).toEqual({ exitStatus: 0, stdout: "héllo\n", stderr: "" })
      }).pipe(Effect.provide(layer))
    )

    it.live("capture stops a helper that takes too long", () =>
      Effect.gen(function* () {
        const done = yield* (yield* Processes).capture({ ...spec(programs.waits), timeoutMs: 100 })
        expect(done.exitStatus).toBe(-15)
      }).pipe(Effect.provide(layer))
    )

    it.live("a program that is not there fails as not found, however it is started", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        const { argv, cwd, env } = spec(programs.missing)
        const acts = [
          Effect.scoped(processes.start(spec(programs.missing), () => undefined)),
          processes.capture({ ...spec(programs.missing), timeoutMs: PATIENCE_MS }),
          processes.detach({ argv, cwd, env }),
          processes.foreground({ argv, cwd, env })
        ]
        for (const act of acts) {
          const error = yield* Effect.flip<unknown, SpawnFailed, never>(act)
          expect(error).toBeInstanceOf(SpawnFailed)
          expect(error.message).toBe(`cannot run '${programs.missing[0]}': no such program`)
        }
      }).pipe(Effect.provide(layer))
    )

    it.live("no process has the pid 0 or a negative one", () =>
      Effect.gen(function* () {
        const processes = yield* Processes
        expect(yield* processes.isAlive(0)).toBe(false)
        expect(yield* processes.isAlive(-1)).toBe(false)
      }).pipe(Effect.provide(layer))
    )
  })
}
