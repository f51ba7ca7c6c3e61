import type { Exit, Schedule } from "effect"
import { Cause, Effect, Either, Option, Ref } from "effect"
import type { Graph, GraphNode } from "../../domain/graph/Graph.ts"
import { NodeFailure, Outcome, lets } from "../../domain/graph/Outcome.ts"
import { Progress } from "../../domain/graph/Progress.ts"
import type { WorkSource } from "../Schedule.ts"
import { schedule } from "../Schedule.ts"

/** What is done when a node fails, is slow, or may be left out. */
export interface NodePolicy<in out E> {
  /** When a failed attempt is followed by another, and how long after it. */
  readonly retry?: Schedule.Schedule<unknown, NodeFailure<E>> | undefined
  /** Each attempt is interrupted, and has failed, after this long. */
  readonly timeoutMs?: number | undefined
  /** The node's failure keeps nothing from starting. */
  readonly continueOnError?: boolean | undefined
}

/** A node of a graph: what it needs, and what it does. */
export interface Node<out A, in out E, out R> extends GraphNode {
  /** One attempt; they count from 1. Interrupted, it has to leave nothing behind. */
  readonly run: (attempt: number) => Effect.Effect<A, E, R>
  /** Asked when all that the node needs has ended; where it gives false, the node is skipped. */
  readonly when?: Effect.Effect<boolean, E, R> | undefined
  readonly policy?: NodePolicy<E> | undefined
}

/**
 * What is remembered of a graph beyond its process. A node that is `finished` there is not run again; every other is told of when an
 * attempt begins and when the node has ended, the end before anything that needs it starts.
 */
export interface Journal<A, E, R = never> {
  readonly finished: (id: string) => Option.Option<A>
  readonly began: (id: string, attempt: number) => Effect.Effect<void, never, R>
  /** The attempt was interrupted because its time was over; only here is that known for sure. */
  readonly timedOut?: ((id: string) => Effect.Effect<void, never, R>) | undefined
  readonly ended: (id: string, outcome: Outcome<A, E>) => Effect.Effect<void, never, R>
}

export interface GraphOptions<A, E, R> {
  /** How many nodes run at the same time at most. */
  readonly jobs: number
  /** After a failure: `isolate` cancels what needs the node and lets the rest finish, `stop` ends everything. */
  readonly onFailure: "isolate" | "stop"
  readonly journal?: Journal<A, E, R> | undefined
}

/** Ends the scheduling; never seen outside. */
class Stop {
  readonly _tag = "Stop"
}

/** All attempts at a node, as its policy has them: the last one's end, and how many there were. */
const attempts = <A, E, R, R2>(node: Node<A, E, R>, journal: Journal<A, E, R2> | undefined) => {
  const { retry, timeoutMs } = node.policy ?? {}
  const once = (attempt: number) => {
    const run = Effect.mapError(node.run(attempt), (error) => NodeFailure.Failed({ error }))
    const timed =
      timeoutMs === undefined
        ? run
        : Effect.timeoutFail(run, { duration: timeoutMs, onTimeout: () => NodeFailure.TimedOut({ timeoutMs }) }).pipe(
            Effect.tapError(
              ({ _tag }) => (_tag === "TimedOut" ? journal?.timedOut?.(node.id) : undefined) ?? Effect.void
            )
          )
    return journal === undefined ? timed : Effect.zipRight(journal.began(node.id, attempt), timed)
  }
  if (retry === undefined) return Effect.map(Effect.either(once(1)), (ended) => ({ ended, count: 1 }))
  return Effect.gen(function* () {
    const count = yield* Ref.make(0)
    const next = Effect.flatMap(
      Ref.updateAndGet(count, (n) => n + 1),
      once
    )
    const ended = yield* Effect.either(Effect.retry(next, retry))
    return { ended, count: yield* Ref.get(count) }
  })
}

/** A node from its condition to its outcome. Its own failures are in the outcome. */
const live = <A, E, R, R2>(node: Node<A, E, R>, journal: Journal<A, E, R2> | undefined) =>
  Effect.gen(function* () {
    const condition = node.when === undefined ? Either.right(true) : yield* Effect.either(node.when)
    const tolerated = node.policy?.continueOnError === true
    if (Either.isLeft(condition))
      return Outcome.Failed({ failure: NodeFailure.Failed({ error: condition.left }), attempts: 0, tolerated })
    if (!condition.right) return Outcome.Skipped()
    const { count, ended } = yield* attempts(node, journal)
    return Either.match(ended, {
      onLeft: (failure): Outcome<A, E> => Outcome.Failed({ failure, attempts: count, tolerated }),
      onRight: (value): Outcome<A, E> => Outcome.Done({ value, attempts: count })
    })
  })

/**
 * Runs the nodes of a graph, each when everything that it needs has ended, up to `jobs` at the same time, and gives how each one
 * ended. A node's failure is its outcome, not an error; a defect in a node ends everything and is passed on. Interrupted, it
 * interrupts the nodes that run and waits for them. Takes time in proportion to nodes and needs.
 *
 * @param graph made from these nodes, in this order
 */
export const runGraph = <A, E, R, R2 = never>(
  graph: Graph,
  nodes: ReadonlyArray<Node<A, E, R>>,
  options: GraphOptions<A, E, R2>
): Effect.Effect<ReadonlyMap<string, Outcome<A, E>>, never, R | R2> =>
  Effect.gen(function* () {
    const { journal, onFailure, jobs } = options
    const progress = new Progress(graph)
    const outcomes = new Map<string, Outcome<A, E>>()
    const end = (id: string, outcome: Outcome<A, E>): Effect.Effect<void, never, R2> => {
      outcomes.set(id, outcome)
      return journal === undefined ? Effect.void : journal.ended(id, outcome)
    }

    const settle = (index: number, id: string, outcome: Outcome<A, E>): Effect.Effect<void, Stop, R2> =>
      Effect.gen(function* () {
        yield* end(id, outcome)
        if (lets(outcome)) return progress.passed(index)
        for (const other of progress.blocked(index)) yield* end(graph.ids[other] ?? "", Outcome.Cancelled({ by: id }))
        if (onFailure === "stop") return yield* Effect.fail(new Stop())
      })

    /** The next node that has to be run: those that are finished already are passed over on the way. */
    const next = () => {
      for (let index = progress.take(); index !== undefined; index = progress.take()) {
        const node = nodes[index]
        if (node === undefined) continue
        const finished = journal === undefined ? Option.none() : journal.finished(node.id)
        if (Option.isNone(finished)) return node
        outcomes.set(node.id, Outcome.Done({ value: finished.value, attempts: 0 }))
        progress.passed(index)
      }
      return undefined
    }

    const source: WorkSource<Outcome<A, E>, Stop, R | R2> = {
      next: Effect.sync(() => {
        const node = next()
        return node === undefined ? undefined : { id: node.id, run: live(node, journal) }
      }),
      settled: (id: string, exit: Exit.Exit<Outcome<A, E>, Stop>) => {
        if (exit._tag === "Success") return settle(graph.indexOf.get(id) ?? 0, id, exit.value)
        // A node has no failures of its own here: it is a defect, or it interrupted itself.
        return Cause.isInterruptedOnly(exit.cause) ? Effect.interrupt : Effect.failCause(exit.cause)
      }
    }
    yield* Effect.catchTag(schedule(source, { jobs }), "Stop", () =>
      Effect.forEach(
        graph.ids.filter((id) => !outcomes.has(id)),
        (id) => end(id, Outcome.Cancelled({ by: undefined })),
        { discard: true }
      )
    )
    return outcomes
  })
