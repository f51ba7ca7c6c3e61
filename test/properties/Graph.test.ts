import { Clock, Effect, Either, Fiber, Option, Schedule, TestClock, TestContext } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { GraphNode } from "../../src/domain/graph/Graph.ts"
import { makeGraph } from "../../src/domain/graph/Graph.ts"
import type { Outcome } from "../../src/domain/graph/Outcome.ts"
import type { GraphOptions, Node } from "../../src/workflows/graph/RunGraph.ts"
import { runGraph } from "../../src/workflows/graph/RunGraph.ts"

/** What a node of a test does: how long each attempt takes, in turns of the runtime or in milliseconds, how many fail, and what its policy is. */
interface Behaviour {
  readonly needs: ReadonlyArray<number>
  readonly time: number
  readonly failures: number
  readonly retries: number
  readonly tolerated: boolean
  readonly skipped: boolean
}

const behaviour = (index: number): fc.Arbitrary<Behaviour> =>
  fc.record({
    needs: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 3 }),
    time: fc.nat(50),
    failures: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
    retries: fc.nat(2),
    tolerated: fc.boolean(),
    skipped: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })
  })

const world = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    behaviours: fc.tuple(...Array.from({ length: count }, (_, index) => behaviour(index))),
    jobs: fc.integer({ min: 1, max: 4 })
  })
)

type Event = { readonly kind: "start" | "end"; readonly node: number; readonly attempt: number }
type Ended = ReadonlyMap<string, Outcome<number, string>>

const nameOf = (index: number): string => `n${index}`

const graphNodes = (behaviours: ReadonlyArray<Behaviour>): ReadonlyArray<GraphNode> =>
  behaviours.map(({ needs }, index) => ({ id: nameOf(index), needs: needs.map(nameOf) }))

/** Nodes that tell of each attempt as they are told to behave; an attempt that is interrupted has ended too. */
const nodesOf = (
  behaviours: ReadonlyArray<Behaviour>,
  events: Array<Event>,
  pass: (time: number) => Effect.Effect<void>
): ReadonlyArray<Node<number, string, never>> =>
  graphNodes(behaviours).map((node, index) => {
    const { failures, time, retries, skipped, tolerated } = behaviours[index] ?? never()
    return {
      ...node,
      when: skipped ? Effect.succeed(false) : undefined,
      run: (attempt) =>
        Effect.sync(() => events.push({ kind: "start", node: index, attempt })).pipe(
          Effect.zipRight(pass(time)),
          Effect.zipRight(attempt <= failures ? Effect.fail("no") : Effect.succeed(index)),
          Effect.ensuring(Effect.sync(() => events.push({ kind: "end", node: index, attempt })))
        ),
      policy: { retry: Schedule.recurs(retries), continueOnError: tolerated }
    }
  })

const never = (): never => {
  throw new Error("no such node")
}

/** Lets the other fibers go on so many times: whatever runs side by side is interleaved, and no clock is waited for. */
const turns = (count: number): Effect.Effect<void> => Effect.repeatN(Effect.yieldNow(), count).pipe(Effect.asVoid)

type Options = GraphOptions<number, string, never>

const graphOf = (behaviours: ReadonlyArray<Behaviour>) => Either.getOrThrow(makeGraph(graphNodes(behaviours)))

/** Runs a graph to its end; interrupted after `endsAt` turns where that is given. */
const run = (behaviours: ReadonlyArray<Behaviour>, options: Options, endsAt?: number) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const events: Array<Event> = []
      const graph = runGraph(graphOf(behaviours), nodesOf(behaviours, events, turns), options)
      if (endsAt === undefined) return { events, outcomes: yield* graph }
      const fiber = yield* Effect.fork(graph)
      yield* turns(endsAt)
      yield* Fiber.interrupt(fiber)
      return { events, outcomes: new Map() satisfies Ended }
    })
  )

/** How each node has to end where failures cancel only what needs them: what a sequential reading of the graph says. */
const model = (behaviours: ReadonlyArray<Behaviour>): ReadonlyArray<string> => {
  const tags: Array<string> = []
  const passes: Array<boolean> = []
  for (const { failures, needs, retries, skipped, tolerated } of behaviours) {
    const tag = needs.some((need) => passes[need] !== true)
      ? "Cancelled"
      : skipped
        ? "Skipped"
        : failures > retries
          ? "Failed"
          : "Done"
    tags.push(tag)
    passes.push(tag === "Done" || tag === "Skipped" || (tag === "Failed" && tolerated))
  }
  return tags
}

const tagsOf = (behaviours: ReadonlyArray<Behaviour>, outcomes: Ended) =>
  behaviours.map((_, index) => outcomes.get(nameOf(index))?._tag)

const isolate = (jobs: number) => ({ jobs, onFailure: "isolate" }) as const

describe("a graph that is run", () => {
  it("ends as its nodes read one by one do, whatever runs side by side", () =>
    fc.assert(
      fc.asyncProperty(world, async ({ behaviours, jobs }) => {
        const { outcomes } = await run(behaviours, isolate(jobs))
        expect(tagsOf(behaviours, outcomes)).toEqual(model(behaviours))
      })
    ))

  it("takes no longer than its longest path where nothing has to wait for a job", () =>
    fc.assert(
      fc.asyncProperty(world, async ({ behaviours }) => {
        const ends: Array<number> = []
        for (const { needs, time } of behaviours) ends.push(time + Math.max(0, ...needs.map((need) => ends[need] ?? 0)))
        const plain = behaviours.map((each) => ({ ...each, failures: 0, skipped: false }))
        const elapsed = await Effect.runPromise(
          Effect.gen(function* () {
            const nodes = nodesOf(plain, [], Effect.sleep)
            const fiber = yield* Effect.fork(runGraph(graphOf(plain), nodes, isolate(plain.length)))
            yield* TestClock.adjust(Math.max(...ends))
            return yield* Effect.zipRight(Fiber.join(fiber), Clock.currentTimeMillis)
          }).pipe(Effect.provide(TestContext.TestContext))
        )
        expect(elapsed).toBe(Math.max(...ends))
      }),
      { numRuns: 10 }
    ))

  it("starts a node only after all that it needs has ended, and never more than its jobs at once", () =>
    fc.assert(
      fc.asyncProperty(world, async ({ behaviours, jobs }) => {
        const { events } = await run(behaviours, isolate(jobs))
        const running = new Set<number>()
        for (const [at, { kind, node }] of events.entries()) {
          if (kind === "end") running.delete(node)
          else running.add(node)
          expect(running.size).toBeLessThanOrEqual(jobs)
          const later = events.slice(at).map((event) => event.node)
          if (kind === "start")
            expect((behaviours[node]?.needs ?? []).filter((need) => later.includes(need))).toEqual([])
        }
      })
    ))

  it("makes each attempt at a node once, one after the other, and no more than its policy allows", () =>
    fc.assert(
      fc.asyncProperty(world, async ({ behaviours, jobs }) => {
        const { events } = await run(behaviours, isolate(jobs))
        const tags = model(behaviours)
        for (const [index, { failures, retries }] of behaviours.entries()) {
          const attempts = events.filter(({ kind, node }) => kind === "start" && node === index)
          const ran = tags[index] === "Done" || tags[index] === "Failed"
          const made = ran ? Math.min(failures, retries) + 1 : 0
          expect(attempts.map(({ attempt }) => attempt)).toEqual(Array.from({ length: made }, (_, n) => n + 1))
        }
      })
    ))

  it("leaves nothing running when it is interrupted", () =>
    fc.assert(
      fc.asyncProperty(world, fc.nat(400), async ({ behaviours, jobs }, endsAt) => {
        const { events } = await run(behaviours, isolate(jobs), endsAt)
        const count = (kind: Event["kind"]) => events.filter((event) => event.kind === kind).length
        expect(count("end")).toBe(count("start"))
      })
    ))

  it("ends everything with the first failure where it is told to, and each node is accounted for", () =>
    fc.assert(
      fc.asyncProperty(world, async ({ behaviours, jobs }) => {
        const { events, outcomes } = await run(behaviours, { jobs, onFailure: "stop" })
        const failed = [...outcomes.values()].filter((each) => each._tag === "Failed" && !each.tolerated)
        expect(failed.length).toBeLessThanOrEqual(1)
        expect([...outcomes.keys()].sort()).toEqual(behaviours.map((_, index) => nameOf(index)).sort())
        expect(events.filter(({ kind }) => kind === "end")).toHaveLength(events.length / 2)
        if (failed.length === 0) expect(tagsOf(behaviours, outcomes)).toEqual(model(behaviours))
      })
    ))

  it("repeats no node that its journal has, and comes to the same end, wherever it was interrupted", () =>
    fc.assert(
      fc.asyncProperty(world, fc.nat(400), async ({ behaviours, jobs }, endsAt) => {
        const done = new Map<string, number>()
        const journal: GraphOptions<number, string, never>["journal"] = {
          finished: (id) => Option.fromNullable(done.get(id)),
          began: () => Effect.void,
          ended: (id, outcome) =>
            Effect.sync(() => {
              if (outcome._tag === "Done") done.set(id, outcome.value)
            })
        }
        await run(behaviours, { ...isolate(jobs), journal }, endsAt)
        const before = new Set(done.keys())
        const { events, outcomes } = await run(behaviours, { ...isolate(jobs), journal })
        expect(events.filter(({ node }) => before.has(nameOf(node)))).toEqual([])
        expect(tagsOf(behaviours, outcomes)).toEqual(model(behaviours))
      })
    ))
})
