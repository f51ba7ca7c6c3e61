import { expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, TestClock } from "effect"
import type { ProcessScript } from "../../src/layers/process/ScriptedLife.ts"
import { layer, notFound } from "../../src/layers/ProcessesScripted.ts"
import { Processes } from "../../src/services/Processes.ts"
import { recorder, suite } from "../suites/ProcessesSuite.ts"

const scripts: Readonly<Record<string, ProcessScript>> = {
  says: {
    acts: [
      { print: "one\n", stream: 0 },
      { print: "two\n", stream: 1 },
      { print: "three\n", stream: 0 },
      { print: "four", stream: 1 },
      { print: "five", stream: 0 }
    ],
    exitStatus: 3
  },
  waits: { acts: [{ print: "waiting\n", stream: 0 }], exitStatus: "forever" },
  stubborn: { acts: [{ print: "1\n2\n3\n", stream: 0 }], exitStatus: "forever", ignores: ["SIGTERM"] },
  slow: {
    acts: [{ print: "a\n", stream: 0 }, { until: Effect.sleep("1 hour") }, { print: "b\n", stream: 0 }],
    exitStatus: 0
  }
}

const told = layer(({ argv: [program] }, input) =>
  program === "missing"
    ? notFound(program)
    : program === "echoes"
      ? { acts: [{ print: input, stream: 0 }], exitStatus: 0 }
      : scripts[program]
)

suite("ProcessesScripted", told, {
  says: ["says"],
  waits: ["waits"],
  stubborn: ["stubborn"],
  echoes: ["echoes"],
  missing: ["missing"]
})

const spec = (program: string) => ({ argv: [program] as const, cwd: "/", env: {}, stdin: "ignore" as const })

it.scoped("a scripted process lives in the test's time", () =>
  Effect.gen(function* () {
    const { heard, sink } = recorder()
    const child = yield* (yield* Processes).start(spec("slow"), sink)
    const status = yield* Effect.fork(child.exitStatus)
    yield* TestClock.adjust("59 minutes")
    expect(heard[0]).toBe("a\n")
    yield* TestClock.adjust("1 minute")
    expect(yield* Fiber.join(status)).toBe(0)
    expect(heard[0]).toBe("a\nb\n")
  }).pipe(Effect.provide(told))
)

it.effect("a process that was not told of dies with its command line", () =>
  Effect.gen(function* () {
    const exit = yield* Effect.exit((yield* Processes).capture({ ...spec("unknown"), timeoutMs: 1 }))
    expect(Exit.isFailure(exit) && Cause.pretty(exit.cause)).toContain('no script for the process ["unknown"]')
  }).pipe(Effect.provide(told))
)
