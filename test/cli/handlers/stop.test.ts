import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { layer as processesNode } from "../../../src/layers/ProcessesNode.ts"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

/** A process that lives until it is stopped, or the scope closes. */
const sleeper = Effect.acquireRelease(
  Effect.sync(() => spawn("sleep", ["1000"], { detached: true, stdio: "ignore" })),
  (child) => Effect.sync(() => child.kill("SIGKILL"))
)

const runningRun = Effect.gen(function* () {
  const home = yield* tempHome
  const child = yield* sleeper
  const run = writeSampleRun(home, 0, { status: RunStatus.Running({ pid: child.pid ?? 0 }), exitStatus: undefined })
  return { home, child, run, ended: once(child, "exit") }
})

describe("guild stop", () => {
  it.scoped("ends the process of the running run", () =>
    Effect.gen(function* () {
      const { child, ended, home, run } = yield* runningRun
      writeSampleRun(home, 1)
      const ran = yield* guild(home, ["stop", "-y", "--timeout", "600"], { processesLayer: processesNode })
      expect(ran).toEqual({ out: "", err: `Stopping ${run.id} (pid ${child.pid})\n`, code: 0 })
      expect(yield* Effect.promise(() => ended)).toEqual([null, "SIGTERM"])
      // The guild that ran it is not there any more to write that down.
      expect((yield* guild(home, ["runs", "info", run.id])).out).toContain("status: terminated\n")
    })
  )

  it.scoped("ends all that run", () =>
    Effect.gen(function* () {
      const { ended, home } = yield* runningRun
      const second = yield* sleeper
      const alsoEnded = once(second, "exit")
      writeSampleRun(home, 1, { status: RunStatus.Running({ pid: second.pid ?? 0 }), exitStatus: undefined })
      const ran = yield* guild(home, ["stop", "-y", "--timeout", "600"], { processesLayer: processesNode })
      expect(ran.code).toBe(0)
      expect(ran.err.match(/^Stopping \w+ \(pid \d+\)$/gm)).toHaveLength(2)
      expect(yield* Effect.promise(() => Promise.all([ended, alsoEnded]))).toEqual([
        [null, "SIGTERM"],
        [null, "SIGTERM"]
      ])
    })
  )

  it.scoped("kills what does not hear it, and says so", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const deaf = yield* Effect.acquireRelease(
        Effect.sync(() => spawn("sh", ["-c", "trap '' TERM; echo; while :; do sleep 0.05; done"], { detached: true })),
        (each) => Effect.sync(() => each.kill("SIGKILL"))
      )
      yield* Effect.promise(() => once(deaf.stdout, "data"))
      const run = writeSampleRun(home, 0, { status: RunStatus.Running({ pid: deaf.pid ?? 0 }), exitStatus: undefined })
      const ended = once(deaf, "exit")
      const ran = yield* guild(home, ["stop", "-y", "--timeout", "1"], { processesLayer: processesNode })
      expect(ran).toEqual({
        out: "",
        err: `Stopping ${run.id} (pid ${deaf.pid})\nRun ${run.id} has not stopped in 1 second(s) - killing it\n`,
        code: 0
      })
      expect(yield* Effect.promise(() => ended)).toEqual([null, "SIGKILL"])
    })
  )

  it.scoped("asks first", () =>
    Effect.gen(function* () {
      const { child, home } = yield* runningRun
      const ran = yield* guild(home, ["stop"], { answers: [""], processesLayer: processesNode })
      expect(ran.err).toMatch(
        /^You are about to stop the following runs:\n {2}\[aaaaaaaa\].*running.*\nStop these runs\? \(y\/N\) \n$/
      )
      expect(ran.code).toBe(1)
      expect(child.exitCode).toBeNull()
    })
  )

  it.scoped("has nothing to do where nothing runs", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      expect(yield* guild(home, ["stop"])).toEqual({ out: "", err: "Nothing to stop.\n", code: 0 })
    })
  )
})

describe("guild runs rm", () => {
  it.scoped("stops a running run before it goes, after a second question", () =>
    Effect.gen(function* () {
      const { ended, home } = yield* runningRun
      const no = yield* guild(home, ["runs", "rm"], { answers: ["y", ""], processesLayer: processesNode })
      expect(no.err).toContain(
        "WARNING: One or more runs are still running and will be stopped before being deleted.\n"
      )
      expect(no.code).toBe(1)
      const yes = yield* guild(home, ["runs", "rm"], { answers: ["y", "y"], processesLayer: processesNode })
      expect(yes.err).toMatch(/Really delete these runs\? \(y\/N\) y\nDeleted 1 run\(s\)\n$/)
      expect(yield* Effect.promise(() => ended)).toEqual([null, "SIGTERM"])
      expect((yield* guild(home, ["runs", "-d", "-s"])).out).toMatch(/^\[1:aaaaaaaa\]/)
    })
  )
})
