import { appendFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { describe } from "vitest"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { make as scriptedInterrupts } from "../../../src/layers/InterruptsScripted.ts"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { deadPid } from "../../support/deadPid.ts"
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
      writeRunFile(run, ".guild/LOCK", String(deadPid()))
      appendFileSync(join(run.dir, ".guild/output"), "last words\n")
      const shown = Effect.sync(() => terminal.out().includes("last words"))
      yield* Effect.repeat(Effect.delay(shown, "5 millis"), { until: (seen) => seen })
      writeFileSync(join(run.dir, ".guild/attrs/exit_status"), "-15\n")
      const ran = yield* Fiber.join(watching)
      expect(ran.err).toContain(`Run ${run.id} stopped with a status of 'terminated'\n`)
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
})
