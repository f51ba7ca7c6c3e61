import { appendFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Fiber } from "effect"
import { describe } from "vitest"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { make as scriptedInterrupts } from "../../../src/layers/InterruptsScripted.ts"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { DEAD_PID } from "../../support/deadPid.ts"
import { tempHome } from "../../support/tempHome.ts"

const runningRun = Effect.map(tempHome, (home) => {
  const run = writeSampleRun(home, 0, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
  writeRunFile(run, ".guild/output", "first\n")
  return { home, run }
})

const finish = (run: Run): void => {
  appendFileSync(join(run.dir, ".guild/output"), "last\n")
  writeFileSync(join(run.dir, ".guild/attrs/exit_status"), "0\n")
  rmSync(join(run.dir, ".guild/LOCK"))
}

/** A terminal on which a run's output completes a deferred. */
const shows = (text: string) =>
  Effect.map(Deferred.make<void>(), (seen) => {
    let out = ""
    return {
      seen: Deferred.await(seen),
      write: (chunk: Uint8Array) => {
        out += Buffer.from(chunk).toString()
        if (out.includes(text)) Deferred.unsafeDone(seen, Effect.void)
      },
      out: () => out
    }
  })

describe("guild watch", () => {
  it.scopedLive("shows what the running run prints until it ends", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const terminal = yield* shows("first")
      const watching = yield* Effect.fork(guild(home, ["watch"], { terminal: { write: terminal.write } }))
      yield* terminal.seen
      finish(run)
      const ran = yield* Fiber.join(watching)
      expect(terminal.out()).toBe("first\nlast\n")
      expect(ran.err).toBe(`Watching run ${run.id}\nRun ${run.id} stopped with a status of 'completed'\n`)
    })
  )

  it.scopedLive("waits for the end to be recorded where the process is gone already", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const terminal = yield* shows("first")
      const watching = yield* Effect.fork(guild(home, ["watch"], { terminal: { write: terminal.write } }))
      yield* terminal.seen
      writeRunFile(run, ".guild/LOCK", String(DEAD_PID))
      appendFileSync(join(run.dir, ".guild/output"), "last words\n")
      const shown = Effect.sync(() => terminal.out().includes("last words"))
      yield* Effect.repeat(Effect.delay(shown, "5 millis"), { until: (seen) => seen })
      writeFileSync(join(run.dir, ".guild/attrs/exit_status"), "-15\n")
      const ran = yield* Fiber.join(watching)
      expect(ran.err).toContain(`Run ${run.id} stopped with a status of 'terminated'\n`)
    })
  )

  it.scopedLive("finds a run in the background by its pid file, which has the pid of its guild", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const pidfile = join(home, "PIDFILE")
      writeFileSync(pidfile, String(DEAD_PID))
      writeRunFile(run, ".guild/attrs/run_params", `pidfile: ${pidfile}\n`)
      for (const word of [pidfile, String(DEAD_PID)]) {
        const interrupts = yield* scriptedInterrupts
        yield* interrupts.ask("SIGINT")
        const { err } = yield* guild(home, ["watch", "-p", word], { interrupts: interrupts.layer })
        expect(err).toContain(`Watching run ${run.id}\n`)
      }
    })
  )

  it.scopedLive("stops at Ctrl-C and leaves the run alone", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const terminal = yield* shows("first")
      const interrupts = yield* scriptedInterrupts
      const options = { terminal: { write: terminal.write }, interrupts: interrupts.layer }
      const watching = yield* Effect.fork(guild(home, ["watch", "--pid", String(process.pid)], options))
      yield* terminal.seen
      yield* interrupts.ask("SIGINT")
      const ran = yield* Fiber.join(watching)
      expect(ran).toMatchObject({
        err: `Watching run ${run.id}\n\nStopped watching ${run.id} (still running)\n`,
        code: 0
      })
    })
  )

  it.scoped("shows all that a run printed that is over", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      finish(run)
      const ran = yield* guild(home, ["watch", "1"], { host: { env: { NO_WATCHING_MSG: "1" } } })
      expect(ran).toEqual({
        out: "first\nlast\n",
        err: `Run ${run.id} stopped with a status of 'completed'\n`,
        code: 0
      })
    })
  )

  it.scopedLive("waits for a run that has not started, and shows no output of an earlier start", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      rmSync(join(run.dir, ".guild/LOCK"))
      writeRunFile(run, ".guild/STAGED", "")
      writeRunFile(run, ".guild/output", "of an earlier start\n")
      const terminal = yield* shows("first")
      const told = yield* Deferred.make<void>()
      const err = (text: string) => (text.includes("waiting") ? Deferred.succeed(told, undefined) : Effect.void)
      const watching = yield* Effect.fork(guild(home, ["watch", "1"], { terminal: { write: terminal.write, err } }))
      yield* Deferred.await(told)
      writeRunFile(run, ".guild/PENDING", "")
      writeRunFile(run, ".guild/LOCK", String(process.pid))
      writeRunFile(run, ".guild/output", "first\n")
      rmSync(join(run.dir, ".guild/STAGED"))
      rmSync(join(run.dir, ".guild/PENDING"))
      yield* terminal.seen
      finish(run)
      yield* Fiber.join(watching)
      expect(terminal.out()).toBe("first\nlast\n")
    })
  )

  it.scopedLive("says at Ctrl-C of a run that has not started that it has not", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      rmSync(join(run.dir, ".guild/LOCK"))
      writeRunFile(run, ".guild/STAGED", "")
      const interrupts = yield* scriptedInterrupts
      yield* interrupts.ask("SIGINT")
      const said = [`Watching run ${run.id}`, `Run ${run.id} is staged: waiting for it to start`, ""]
      const asked = yield* guild(home, ["watch", "1"], { interrupts: interrupts.layer })
      expect(asked.err).toBe([...said, `Stopped watching ${run.id} (still staged)`, ""].join("\n"))
    })
  )

  it.scopedLive("shows a pipeline that runs, not the step that it is at", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const step = writeSampleRun(home, 1, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
      writeRunFile(step, ".guild/attrs/id", `${step.id}\n`)
      symlinkSync(step.dir, join(run.dir, "step"))
      const terminal = yield* shows("first")
      const watching = yield* Effect.fork(guild(home, ["watch"], { terminal: { write: terminal.write } }))
      yield* terminal.seen
      finish(run)
      expect((yield* Fiber.join(watching)).err).toContain(`Watching run ${run.id}\n`)
    })
  )

  it.scopedLive("shows a background run that has just ended, as nobody could be quick enough", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const stopped = (yield* Clock.currentTimeMillis) * 1000
      const run = writeSampleRun(home, 0, { stopped })
      writeRunFile(run, ".guild/output", "all of it\n")
      // Its own runs began later, and were not asked to be in the background.
      writeSampleRun(home, 1, { stopped })
      const watch = Effect.map(guild(home, ["watch"]), ({ err, out }) => err.split("\n")[0] + out)
      expect(yield* watch).toBe("guild: nothing to watch")
      writeRunFile(run, ".guild/attrs/run_params", "background: true\n")
      expect(yield* watch).toBe(`Watching run ${run.id}all of it\n`)
      writeRunFile(run, ".guild/attrs/stopped", `${stopped - 60_000_000}\n`)
      expect(yield* watch).toBe("guild: nothing to watch")
    })
  )

  it.scoped("says where there is nothing to watch", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      expect(yield* guild(home, ["watch"])).toEqual({
        out: "",
        err: "guild: nothing to watch\nYou can view the output of a specific run using 'guild watch RUN'.\n",
        code: 1
      })
      expect((yield* guild(home, ["watch", "-p", "4242"])).err).toContain("cannot find a run for pid '4242'")
      expect((yield* guild(home, ["watch", "-p", "no-file"])).err).toContain("cannot find a run for pid 'no-file'")
    })
  )

  it.scopedLive("shows several runs together, line by line behind their short IDs, until the last has ended", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const other = writeSampleRun(home, 1, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
      writeRunFile(other, ".guild/output", "10%\r20%\r\n\u001b[2Jclear\nhalf a ")
      const terminal = yield* shows("clear")
      const watching = yield* Effect.fork(guild(home, ["watch", "--all"], { terminal: { write: terminal.write } }))
      yield* terminal.seen
      appendFileSync(join(other.dir, ".guild/output"), "line")
      rmSync(join(other.dir, ".guild/LOCK"))
      writeFileSync(join(other.dir, ".guild/attrs/exit_status"), "1\n")
      finish(run)
      const ran = yield* Fiber.join(watching)
      const linesOf = (id: string) =>
        terminal
          .out()
          .split("\n")
          .filter((line) => line.startsWith(`[${id}]`))
      expect(linesOf("aaaaaaaa")).toEqual(["[aaaaaaaa] first", "[aaaaaaaa] last"])
      expect(linesOf("bbbbbbbb")).toEqual(["[bbbbbbbb] 20%", "[bbbbbbbb] \\x1b[2Jclear", "[bbbbbbbb] half a line"])
      expect(ran.err).toContain("Watching 2 runs\n")
      expect(ran.err).toContain(`Run ${run.id} stopped with a status of 'completed'\n`)
      expect(ran.err).toContain(`Run ${other.id} stopped with a status of 'error'\n`)
      expect(ran.code).toBe(0)
    })
  )

  it.scopedLive("goes on with the others when a run is deleted", () =>
    Effect.gen(function* () {
      const { home, run } = yield* runningRun
      const other = writeSampleRun(home, 1, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
      writeRunFile(other, ".guild/output", "other\n")
      const terminal = yield* shows("other")
      const watching = yield* Effect.fork(guild(home, ["watch", "1:2"], { terminal: { write: terminal.write } }))
      yield* terminal.seen
      rmSync(other.dir, { recursive: true })
      finish(run)
      const ran = yield* Fiber.join(watching)
      expect(ran.err).toContain(`Run ${other.id} was deleted\n`)
      expect(terminal.out()).toContain("[aaaaaaaa] last\n")
    })
  )

  it.scoped("refuses to be told twice what to watch", () =>
    Effect.gen(function* () {
      const { home } = yield* runningRun
      expect((yield* guild(home, ["watch", "1", "--all"])).err).toContain("RUN and --all cannot both be specified")
      expect((yield* guild(home, ["watch", "1", "--pid", "1"])).err).toContain("RUN and --pid cannot both be specified")
    })
  )
})
