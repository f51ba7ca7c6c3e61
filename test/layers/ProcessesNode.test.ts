import { readdirSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { layer, layerWith } from "../../src/layers/ProcessesNode.ts"
import { processInfo } from "../../src/layers/process/ProcessTable.ts"
import type { ProcessSpec } from "../../src/services/Processes.ts"
import { Processes } from "../../src/services/Processes.ts"
import { eventually, recorder, suite } from "../suites/ProcessesSuite.ts"
import { PATIENCE_MS } from "../support/patience.ts"
import { tempHome } from "../support/tempHome.ts"

const fixture = (name: string): string => resolve(import.meta.dirname, "../../fixtures/processes", name)

suite("ProcessesNode", layer, {
  says: [fixture("says.sh")],
  waits: [fixture("waits.sh")],
  stubborn: [fixture("stubborn.sh")],
  echoes: ["cat"],
  missing: ["no-such-program-here"]
})

const spec = (...argv: ProcessSpec["argv"]): ProcessSpec => ({
  argv,
  cwd: "/tmp",
  env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
  stdin: "ignore"
})

const pidsIn = (text: string): ReadonlyArray<number> =>
  text
    .split("\n")
    .filter((line) => /^\d+$/.test(line))
    .map(Number)

const alive = (pids: ReadonlyArray<number>): ReadonlyArray<number> =>
  pids.filter((pid) => processInfo(pid) !== undefined)

describe("stopping real processes", () => {
  it.scopedLive("leaves nothing of a family that ignores SIGTERM", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("stubborn.sh")), sink)
      yield* eventually("three pids", () => pidsIn(heard[0]).length === 3)
      expect(alive(pidsIn(heard[0]))).toHaveLength(3)
      yield* child.stop({ signal: "SIGTERM", graceMs: 100 })
      expect(alive(pidsIn(heard[0]))).toEqual([])
      expect(yield* child.exitStatus).toBe(-9)
    }).pipe(Effect.provide(layer))
  )

  it.live("leaves nothing of such a family when the scope closes", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* (yield* Processes).start(spec(fixture("stubborn.sh")), sink)
          yield* eventually("three pids", () => pidsIn(heard[0]).length === 3)
        })
      )
      expect(alive(pidsIn(heard[0]))).toEqual([])
    }).pipe(Effect.provide(layerWith({ scopeGraceMs: 100 })))
  )

  it.scopedLive("finds children that left the group, and one orphaned in a session of its own by its RUN_DIR", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const run = spec(fixture("leavers.sh"))
      const child = yield* (yield* Processes).start({ ...run, env: { ...run.env, RUN_DIR: "/tmp/r/leavers" } }, sink)
      yield* eventually("ready", () => heard[0].includes("ready"))
      const pids = pidsIn(heard[0])
      expect(alive(pids)).toHaveLength(3)
      yield* child.stop({ signal: "SIGTERM", graceMs: 100 })
      expect(alive(pids)).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.live("ends what a process leaves in a session of its own that is asked to end and does so at once", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const daemon = `trap "" TERM; echo $$; exec >/dev/null 2>&1; while :; do sleep 0.05; done`
      const script = `(setsid sh -c '${daemon}' &); exec sleep 1000`
      yield* Effect.scoped(
        Effect.gen(function* () {
          const program = spec("sh", "-c", script)
          const child = yield* (yield* Processes).start(
            { ...program, env: { ...program.env, RUN_DIR: `/tmp/left-${process.pid}` } },
            sink
          )
          yield* eventually("the daemon", () => pidsIn(heard[0]).length === 1)
          yield* Effect.forkScoped(Effect.interruptible(child.stop({ signal: "SIGTERM", graceMs: 1000 })))
          expect(yield* child.exitStatus).toBe(-15)
        })
      )
      expect(alive(pidsIn(heard[0]))).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("passes a signal on as often as it is asked to", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const script = 'trap "echo asked" INT; echo ready; while :; do sleep 0.05; done'
      const child = yield* (yield* Processes).start(spec("sh", "-c", script), sink)
      yield* eventually("ready", () => heard[0].includes("ready"))
      for (const times of [1, 2]) {
        yield* Effect.forkScoped(Effect.interruptible(child.stop({ signal: "SIGINT", graceMs: 600_000 })))
        yield* eventually(`${times} times`, () => heard[0].split("asked").length > times)
      }
    }).pipe(Effect.provide(layer))
  )

  it.live("ends what carries a run's directory although nothing is known of who started it, and nothing else", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const { argv, cwd, env } = spec("sleep", "300")
      const started = (runDir: string) => processes.detach({ argv, cwd, env: { ...env, RUN_DIR: runDir } })
      const dir = yield* tempHome
      const [orphan, other] = [yield* started(`${dir}/one`), yield* started(`${dir}/one/two`)]
      yield* processes.stopOrphans(`${dir}/one`, { signal: "SIGTERM", graceMs: PATIENCE_MS })
      expect(alive([orphan, other])).toEqual([other])
      yield* processes.stopOrphans(`${dir}/one/two`, { signal: "SIGKILL", graceMs: 0 })
      expect(alive([orphan, other])).toEqual([])
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.scopedLive("asks a child that left the group before it kills", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("polite-leaver.sh")), sink)
      yield* eventually("ready", () => heard[0].includes("ready"))
      yield* child.stop({ signal: "SIGTERM", graceMs: PATIENCE_MS })
      expect(yield* child.exitStatus).toBe(-15)
      expect(heard[0]).toBe("ready\nfarewell\n")
    }).pipe(Effect.provide(layerWith({ drainIdleMs: PATIENCE_MS, drainMaxMs: PATIENCE_MS })))
  )

  it.live("stopPid leaves the group of a process that does not lead it alone", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const { heard, sink } = recorder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const child = yield* processes.start(
            spec("sh", "-c", "sleep 300 & echo $!; wait; echo over; sleep 300"),
            sink
          )
          yield* eventually("a pid", () => pidsIn(heard[0]).length === 1)
          yield* processes.stopPid(pidsIn(heard[0])[0] ?? 0, { signal: "SIGTERM", graceMs: PATIENCE_MS })
          yield* eventually("the parent going on", () => heard[0].includes("over"))
          expect(yield* processes.isAlive(child.pid)).toBe(true)
        })
      )
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("stopPid leaves the other programs of a shell's job alone", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const { heard, sink } = recorder()
      // With job control, the first of a pipeline leads the group that the second is in.
      const job = "set -m; sh -c 'echo $$ >&2; exec sleep 300' | (cat; echo the rest goes on) & wait"
      yield* processes.start(spec("bash", "-c", job), sink)
      yield* eventually("a pid", () => pidsIn(heard[1]).length === 1)
      const pid = pidsIn(heard[1])[0] ?? 0
      expect(processInfo(pid)?.group).toBe(pid)
      yield* processes.stopPid(pid, { signal: "SIGTERM", graceMs: PATIENCE_MS })
      yield* eventually("the second program", () => heard[0] === "the rest goes on\n")
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("reports SIGINT and SIGKILL as -2 and -9", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      for (const [signal, status] of [["SIGINT", -2] as const, ["SIGKILL", -9] as const]) {
        const { heard, sink } = recorder()
        const child = yield* processes.start(spec(fixture("waits.sh")), sink)
        yield* eventually("a line", () => heard[0].includes("\n"))
        yield* child.signal(signal)
        expect(yield* child.exitStatus).toBe(status)
      }
    }).pipe(Effect.provide(layer))
  )

  it.live("a zombie is not alive", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const { heard, sink } = recorder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          // The shell becomes a sleep that never reaps the child it has; the child ends when it has.
          const untilSleep = 'while [ "$(cat /proc/$$/comm)" != sleep ]; do :; done'
          yield* processes.start(spec("sh", "-c", `(${untilSleep}) & echo $!; exec sleep 300`), sink)
          yield* eventually("a pid", () => pidsIn(heard[0]).length === 1)
          const pid = pidsIn(heard[0])[0] ?? 0
          yield* eventually("the zombie's end", () => Effect.map(processes.isAlive(pid), (is) => !is))
          expect(process.kill(pid, 0)).toBe(true)
        })
      )
    }).pipe(Effect.provide(layer))
  )
})

describe("reading real output", () => {
  it.scopedLive("does not wait for a background child that keeps the pipes open, and ends it with the scope", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const processes = yield* Processes
      const status = yield* Effect.scoped(
        Effect.gen(function* () {
          const child = yield* processes.start(spec(fixture("leaves-holder.sh")), sink)
          const status = yield* child.exitStatus
          expect(alive(pidsIn(heard[0]))).toHaveLength(1)
          return status
        })
      )
      expect(status).toBe(0)
      expect(alive(pidsIn(heard[0]))).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("does not wait for ever for one that keeps printing", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("leaves-chatterer.sh")), sink)
      expect(yield* child.exitStatus).toBe(0)
      expect(heard[0]).toContain("last words\n")
    }).pipe(Effect.provide(layerWith({ drainMaxMs: 300 })))
  )

  it.scopedLive("hears a helper that speaks soon after the main process is gone", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("late-words.sh")), sink)
      expect(yield* child.exitStatus).toBe(0)
      expect(heard[0]).toBe("early\nlate\n")
    }).pipe(Effect.provide(layerWith({ drainIdleMs: PATIENCE_MS, drainMaxMs: PATIENCE_MS })))
  )

  it.scopedLive("goes on with a process that has closed its streams", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("closes-output.sh")), sink)
      expect(yield* child.exitStatus).toBe(4)
      expect(heard[0]).toBe("going\n")
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("lets a script write to its streams by name", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const child = yield* (yield* Processes).start(spec(fixture("by-name.sh")), sink)
      expect(yield* child.exitStatus).toBe(0)
      expect(heard).toEqual(["out\nfd\n", "err\n"])
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("hands over all of 200,000 lines", () =>
    Effect.gen(function* () {
      let bytes = 0
      let newlines = 0
      const child = yield* (yield* Processes).start(spec("seq", "200000"), (chunk) => {
        bytes += chunk.length
        for (const byte of chunk) if (byte === 10) newlines += 1
      })
      expect(yield* child.exitStatus).toBe(0)
      expect([newlines, bytes]).toEqual([200_000, 1_288_895])
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("hands bytes over as they are", () =>
    Effect.gen(function* () {
      const heard: Array<number> = []
      const child = yield* (yield* Processes).start(spec("printf", "\\000\\377\\n\\r\\033[1m\\200"), (chunk) => {
        heard.push(...chunk)
      })
      yield* child.exitStatus
      expect(heard).toEqual([0, 255, 10, 13, 27, 91, 49, 109, 128])
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("a slow sink slows the process, and no more waits for it than a pipe holds", () =>
    Effect.gen(function* () {
      const size = 8_000_000
      let heard = 0
      let heardWhenDone = 0
      const sayDone = spec("sh", "-c", `yes | head -c ${size}; echo done >&2`)
      const child = yield* (yield* Processes).start(sayDone, (chunk, stream) => {
        if (stream === 1) heardWhenDone = heard
        else heard += chunk.length
        // Work that takes its time: no event comes in between.
        const until = performance.now() + 1
        while (performance.now() < until);
      })
      expect(yield* child.exitStatus).toBe(0)
      expect(heard).toBe(size)
      expect(heardWhenDone).toBeGreaterThan(size - 512 * 1024)
    }).pipe(Effect.provide(layer))
  )

  it.live("a sink that throws ends the process and is a defect", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      let pid = 0
      const exit = yield* Effect.exit(
        Effect.scoped(
          Effect.gen(function* () {
            const child = yield* processes.start(spec(fixture("waits.sh")), () => {
              throw new Error("broken sink")
            })
            pid = child.pid
            return yield* child.exitStatus
          })
        )
      )
      expect(Exit.isFailure(exit) && Cause.pretty(exit.cause)).toContain("broken sink")
      expect(yield* processes.isAlive(pid)).toBe(false)
    }).pipe(Effect.provide(layer))
  )
})

describe("starting real processes", () => {
  const failure = (told: ProcessSpec) =>
    Effect.flatMap(Processes, (processes) => Effect.flip(processes.capture({ ...told, timeoutMs: PATIENCE_MS })))

  it.live("says what is wrong where a program cannot be started", () =>
    Effect.gen(function* () {
      expect((yield* failure(spec("/etc/passwd"))).message).toBe("cannot run '/etc/passwd': permission denied")
      expect((yield* failure({ ...spec("true"), cwd: "/no/such/dir" })).message).toBe(
        "cannot run 'true': directory '/no/such/dir' does not exist"
      )
      expect(yield* failure(spec("echo", "a\0b"))).toMatchObject({ reason: "other" })
      expect(yield* failure(spec("echo", "x".repeat(3_000_000)))).toMatchObject({ reason: "other" })
    }).pipe(Effect.provide(layer))
  )

  it.live("gives a process the whole of its environment and nothing else", () =>
    Effect.gen(function* () {
      const env = { PATH: "/usr/bin:/bin", NAME: "a b\nc" }
      const done = yield* (yield* Processes).capture({ ...spec("env", "-0"), env, timeoutMs: PATIENCE_MS })
      expect(
        done.stdout
          .split("\0")
          .filter((entry) => entry !== "")
          .sort()
      ).toEqual(["NAME=a b\nc", "PATH=/usr/bin:/bin"])
    }).pipe(Effect.provide(layer))
  )

  it.live("leaves no file descriptor open, whether a program could be started or not", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const start = (...argv: ProcessSpec["argv"]) =>
        Effect.scoped(
          Effect.flatMap(
            processes.start(spec(...argv), () => undefined),
            (child) => child.exitStatus
          )
        )
      const open = () => readdirSync("/proc/self/fd").length
      yield* start("true")
      const before = open()
      // Pipes are made for eight programs at once: these take all that are made.
      for (let at = 0; at < 8; at += 1) {
        yield* start(fixture("says.sh"))
        yield* Effect.flip(start("no-such-program-here"))
        yield* Effect.flip(start("echo", "a\0b"))
      }
      yield* eventually("all of them closed", () => open() <= before)
    }).pipe(Effect.provide(layerWith({})))
  )

  it.live("detaches into a session of its own", () =>
    Effect.gen(function* () {
      const processes = yield* Processes
      const { argv, cwd, env } = spec("sleep", "300")
      const pid = yield* processes.detach({ argv, cwd, env })
      expect(processInfo(pid)).toMatchObject({ group: pid, session: pid })
      yield* processes.stopPid(pid, { signal: "SIGKILL", graceMs: 0 })
      expect(yield* processes.isAlive(pid)).toBe(false)
    }).pipe(Effect.provide(layer))
  )

  it.scopedLive("lets a held program go once its files are removed, with its words, directory and environment", () =>
    Effect.gen(function* () {
      const { heard, sink } = recorder()
      const dir = yield* tempHome
      const removes = ["one", "two words"].map((name) => `${dir}/${name}`)
      for (const path of removes) writeFileSync(path, "")
      const env = { PATH: "/usr/bin:/bin", PWD: "/elsewhere", NAME: "a b" }
      const says = spec(
        "sh",
        "-c",
        'ls "$1"; /bin/pwd; tr "\\0" "\\n" </proc/$$/environ; echo $$ "$@"',
        "x",
        dir,
        "$HOME *"
      )
      const child = yield* (yield* Processes).start({ ...says, env, held: { removes } }, sink)
      expect(readdirSync(dir)).toEqual(["one", "two words"])
      yield* child.begin
      expect(yield* child.exitStatus).toBe(0)
      const [cwd, ...rest] = heard[0].trimEnd().split("\n")
      expect(cwd).toBe("/tmp")
      expect(rest.slice(0, 3).sort()).toEqual(["NAME=a b", "PATH=/usr/bin:/bin", "PWD=/elsewhere"])
      expect(rest.slice(3)).toEqual([`${child.pid} ${dir} $HOME *`])
    }).pipe(Effect.provide(layer))
  )

  it.live("runs a program in the foreground and puts the signal listeners back", () =>
    Effect.gen(function* () {
      const { cwd, env } = spec("true")
      const before = process.listeners("SIGINT")
      const status = yield* (yield* Processes).foreground({ argv: ["sh", "-c", "kill -INT $PPID; exit 7"], cwd, env })
      expect(status).toBe(7)
      expect(process.listeners("SIGINT")).toEqual(before)
    }).pipe(Effect.provide(layer))
  )
})
