import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Candidate, Wanted } from "../../src/domain/plan/Decision.ts"
import { decide } from "../../src/domain/plan/Decision.ts"

/** A project of operations that require earlier ones, as it is at one time. */
interface Project {
  readonly needs: ReadonlyArray<ReadonlyArray<number>>
  readonly flags: ReadonlyArray<number>
  readonly sources: ReadonlyArray<number>
}

/** A run, with what it was made from. */
interface Made {
  readonly op: number
  readonly id: string
  readonly completed: boolean
  readonly flags: Wanted["flags"]
  readonly source: number
}

const SIZE = 5
const small = fc.array(fc.nat(2), { minLength: SIZE, maxLength: SIZE })
const needs = fc.tuple(
  ...Array.from({ length: SIZE }, (_, op) => (op === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(op - 1))))
)

/** Plans the operations in order; `run` is told of those that have to be run, and gives the id of the new run. */
const goThrough = (project: Project, made: Array<Made>, run: (op: number) => boolean) => {
  const ids: Array<string | undefined> = []
  const ran: Array<number> = []
  for (const [op, required] of project.needs.entries()) {
    const wanted: Wanted = {
      flags: { x: project.flags[op] ?? 0 },
      command: null,
      sources: [],
      runs: new Map(required.map((need) => [`op${need}`, { operation: `op${need}`, run: ids[need] }]))
    }
    const candidates = made
      .filter((each) => each.op === op)
      .map((each): Candidate => ({
        run: each.id,
        status: each.completed ? "completed" : "error",
        flags: each.flags,
        command: null,
        sources: [],
        sourceChanges: each.source === project.sources[op] ? [] : [{ path: "a", how: "changed" }],
        fileChanges: []
      }))
    const decision = decide(wanted, candidates)
    if (decision._tag === "Skip") {
      ids.push(decision.run)
      continue
    }
    ran.push(op)
    if (!run(op)) {
      ids.push(undefined)
      continue
    }
    const id = `run-${made.length}-`
    const pins = required.map((need) => [`op${need}`, ids[need] ?? ""] as const)
    made.unshift({
      op,
      id,
      completed: true,
      flags: { x: project.flags[op] ?? 0, ...Object.fromEntries(pins) },
      source: project.sources[op] ?? 0
    })
    ids.push(id)
  }
  return ran
}

const projects = fc.record({ needs, flags: small, sources: small })

describe("a plan", () => {
  it("has nothing to run once it has been run, whatever was run before", () =>
    fc.assert(
      fc.property(
        projects,
        fc.array(fc.record({ flags: small, sources: small }), { maxLength: 4 }),
        (last, earlier) => {
          const made: Array<Made> = []
          for (const state of [...earlier, last]) goThrough({ ...last, ...state, needs: last.needs }, made, () => true)
          expect(goThrough(last, made, () => true)).toEqual([])
        }
      )
    ))

  it("runs what has changed and all that requires it, and nothing else", () =>
    fc.assert(
      fc.property(projects, fc.nat(SIZE - 1), fc.boolean(), (project, changed, inSource) => {
        const made: Array<Made> = []
        goThrough(project, made, () => true)
        const anew = (values: ReadonlyArray<number>) => values.map((value, op) => (op === changed ? value + 10 : value))
        const next = inSource
          ? { ...project, sources: anew(project.sources) }
          : { ...project, flags: anew(project.flags) }
        const stale = new Set([changed])
        for (const [op, required] of project.needs.entries())
          if (required.some((need) => stale.has(need))) stale.add(op)
        expect(goThrough(next, made, () => false)).toEqual([...stale].sort())
      })
    ))
})
