import { describe, expect, it } from "@effect/vitest"
import { Cause, Duration, Effect, Either, Exit, Fiber, Option, Schedule, TestClock } from "effect"
import { makeGraph } from "../../../src/domain/graph/Graph.ts"
import { NodeFailure } from "../../../src/domain/graph/Outcome.ts"
import type { GraphOptions, Node } from "../../../src/workflows/graph/RunGraph.ts"
import { runGraph } from "../../../src/workflows/graph/RunGraph.ts"

type Plain = Node<string, string, never>

const node = (id: string, needs: ReadonlyArray<string>, run: Plain["run"], more: Partial<Plain> = {}): Plain => ({
  id,
  needs,
  run,
  ...more
})

const ok = (id: string, ...needs: ReadonlyArray<string>): Plain => node(id, needs, () => Effect.succeed(id))

const run = (nodes: ReadonlyArray<Plain>, options: Partial<GraphOptions<string, string, never>> = {}) =>
  runGraph(Either.getOrThrow(makeGraph(nodes)), nodes, { jobs: 2, onFailure: "isolate", ...options })

describe("running a graph", () => {
  it.effect("cancels what needs a failed node, near and far, and lets the rest finish", () =>
    Effect.gen(function* () {
      const bad = node("bad", [], () => Effect.fail("no"))
      const outcomes = yield* run([bad, ok("near", "bad"), ok("far", "near"), ok("other")])
      expect(Object.fromEntries(outcomes)).toMatchObject({
        bad: { _tag: "Failed", failure: { _tag: "Failed", error: "no" }, attempts: 1 },
        near: { _tag: "Cancelled", by: "bad" },
        far: { _tag: "Cancelled", by: "bad" },
        other: { _tag: "Done", value: "other", attempts: 1 }
      })
    })
  )

  it.effect("tries again as late and as often as the schedule says, and only after failures that it takes", () =>
    Effect.gen(function* () {
      const times: Array<number> = []
      const flaky = node(
        "flaky",
        [],
        (attempt) =>
          Effect.flatMap(TestClock.currentTimeMillis, (now) => {
            times.push(now)
            return attempt < 4 ? Effect.fail("again") : Effect.fail("for good")
          }),
        {
          policy: {
            retry: Schedule.exponential("1 second").pipe(
              Schedule.whileInput(
                (failure: NodeFailure<string>) => failure._tag === "Failed" && failure.error === "again"
              )
            )
          }
        }
      )
      const fiber = yield* Effect.fork(run([flaky]))
      yield* TestClock.adjust("1 minute")
      expect((yield* Fiber.join(fiber)).get("flaky")).toMatchObject({ attempts: 4, failure: { error: "for good" } })
      expect(times).toEqual([0, 1000, 3000, 7000])
    })
  )

  it.effect("interrupts an attempt that takes too long, and waits until nothing of it is left", () =>
    Effect.gen(function* () {
      let left = 0
      const slow = node(
        "slow",
        [],
        () =>
          Effect.onInterrupt(Effect.never, () =>
            Effect.delay(
              Effect.sync(() => left++),
              "1 second"
            )
          ),
        {
          policy: { timeoutMs: 5_000, retry: Schedule.recurs(1) }
        }
      )
      const fiber = yield* Effect.fork(run([slow, ok("after", "slow")]))
      yield* TestClock.adjust("1 minute")
      const outcomes = yield* Fiber.join(fiber)
      expect(outcomes.get("slow")).toMatchObject({ failure: NodeFailure.TimedOut({ timeoutMs: 5_000 }), attempts: 2 })
      expect(outcomes.get("after")?._tag).toBe("Cancelled")
      expect(left).toBe(2)
    })
  )

  it.effect("tells its journal of each attempt whose time was over, and of no other that was interrupted", () =>
    Effect.gen(function* () {
      const told: Array<string> = []
      const journal = {
        finished: () => Option.none(),
        began: () => Effect.void,
        timedOut: (id: string) => Effect.sync(() => void told.push(id)),
        ended: () => Effect.void
      }
      const slow = node("slow", [], () => Effect.never, { policy: { timeoutMs: 10, retry: Schedule.recurs(1) } })
      const long = node("long", [], () => Effect.never, { policy: { timeoutMs: 1_000 } })
      const fiber = yield* Effect.fork(run([slow, long], { onFailure: "stop", journal }))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      expect(told).toEqual(["slow", "slow"])
    })
  )

  it.effect("skips a node whose condition does not hold, which keeps nothing from running", () =>
    Effect.gen(function* () {
      const outcomes = yield* run([
        node("left-out", [], () => Effect.die("run all the same"), { when: Effect.succeed(false) }),
        ok("after", "left-out"),
        node("undecided", [], () => Effect.succeed(""), { when: Effect.fail("cannot tell") })
      ])
      expect([...outcomes.values()].map(({ _tag }) => _tag).sort()).toEqual(["Done", "Failed", "Skipped"])
    })
  )

  it.effect("goes on after a failure that is tolerated, and says that it was one", () =>
    Effect.gen(function* () {
      const bad = node("bad", [], () => Effect.fail("no"), { policy: { continueOnError: true } })
      const outcomes = yield* run([bad, ok("after", "bad")])
      expect(outcomes.get("bad")).toMatchObject({ _tag: "Failed", tolerated: true })
      expect(outcomes.get("after")?._tag).toBe("Done")
    })
  )

  it.effect("ends what runs with the first failure where it is told to, and starts nothing more", () =>
    Effect.gen(function* () {
      let interrupted = false
      const long = node("long", [], () =>
        Effect.onInterrupt(Effect.never, () => Effect.sync(() => (interrupted = true)))
      )
      const bad = node("bad", [], () => Effect.delay(Effect.fail("no"), "1 second"))
      const fiber = yield* Effect.fork(run([long, bad, ok("later")], { onFailure: "stop" }))
      yield* TestClock.adjust(Duration.minutes(1))
      const outcomes = yield* Fiber.join(fiber)
      expect(interrupted).toBe(true)
      expect([...outcomes].map(([id, { _tag }]) => [id, _tag])).toEqual([
        ["bad", "Failed"],
        ["long", "Cancelled"],
        ["later", "Cancelled"]
      ])
    })
  )

  it.effect("passes a mistake in a node on, after the other nodes have been ended", () =>
    Effect.gen(function* () {
      let interrupted = false
      const long = node("long", [], () =>
        Effect.onInterrupt(Effect.never, () => Effect.sync(() => (interrupted = true)))
      )
      const exit = yield* Effect.exit(run([long, node("wrong", [], () => Effect.die("a mistake"))]))
      expect(Exit.isFailure(exit) && Option.getOrNull(Cause.dieOption(exit.cause))).toBe("a mistake")
      expect(interrupted).toBe(true)
    })
  )

  it.effect("tells its journal of attempts and ends, the end before anything that needs the node begins", () =>
    Effect.gen(function* () {
      const told: Array<string> = []
      const say = (text: string) => Effect.sync(() => void told.push(text))
      yield* run([ok("a"), ok("b", "a"), ok("c", "b")], {
        journal: {
          finished: (id) => (id === "a" ? Option.some("kept") : Option.none()),
          began: (id, attempt) => say(`${id} ${attempt}`),
          ended: (id, outcome) => say(`${id} ${outcome._tag}`)
        }
      })
      expect(told).toEqual(["b 1", "b Done", "c 1", "c Done"])
    })
  )
})
