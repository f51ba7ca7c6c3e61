import { Either } from "effect"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import type { GraphNode } from "../graph/Graph.ts"
import { UnknownNeed } from "../graph/GraphErrors.ts"
import { nearest } from "../text/Nearest.ts"
import { resolveRefs } from "../ops/OpCommandRefs.ts"
import type { Value, ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"
import type { StepDef } from "./StepDef.ts"
import type { GivenOption } from "./StepWords.ts"

/** A step whose words have been told apart. */
export interface ReadStep {
  readonly def: StepDef
  readonly opSpec: string
  readonly rest: ReadonlyArray<string>
  readonly options: ReadonlyArray<GivenOption>
}

/** One step to run. Its id is the name of its link in the stepped run, and there is only one of it. */
export interface StepNode extends GraphNode, ReadStep {
  /** What messages call it. */
  readonly name: string
  /** What all steps of its matrix are called together; its name where it has none. */
  readonly group: string
  /** Values of the matrix that it stands for. */
  readonly matrix: ValueMap
}

const combinations = (matrix: StepDef["matrix"]): ReadonlyArray<ReadonlyArray<readonly [string, Value]>> =>
  matrix.reduce<ReadonlyArray<ReadonlyArray<readonly [string, Value]>>>(
    (before, [name, values]) => before.flatMap((each) => values.map((value) => [...each, [name, value] as const])),
    [[]]
  )

/** More steps than this are a slip in a matrix. */
const MAX_STEPS = 100_000

const countOf = ({ def }: ReadStep): number => def.matrix.reduce((count, [, values]) => count * values.length, 1)

const nameOf = ({ def, opSpec }: ReadStep, flags: ValueMap): string => {
  const written = def.name ?? opSpec
  const name = Either.getOrElse(resolveRefs(written, flags), () => written)
  return typeof name === "string" ? name : encodeFlagValue(name)
}

/** A step's name as that of a link in its run's directory. */
const linkName = (name: string): string => {
  const plain = name.replaceAll(/[\s:/\\\p{Cc}]/gu, "_")
  return plain === "" || plain.startsWith(".") ? `_${plain}` : plain
}

const unique = (name: string, taken: ReadonlyMap<string, unknown>): string => {
  for (let n = 1; ; n++) {
    const id = n === 1 ? name : `${name}_${n}`
    if (!taken.has(id)) return id
  }
}

/** What a step with these names needs: of equal names those before it, or else those behind it. */
const named = (ids: ReadonlyArray<string> | undefined, position: ReadonlyMap<string, number>, own: number) => {
  const before = (ids ?? []).filter((id) => (position.get(id) ?? 0) < own)
  return before.length > 0 ? before : (ids ?? [])
}

/**
 * The steps to run, a step with a matrix once for each combination of its values. A step needs the ones that it names, or all
 * before it where it names none; a name means every step that has it. Repeated names get a suffix from `_2` on.
 *
 * @param flags of the stepped run, for names with references
 */
export const stepNodes = (
  steps: ReadonlyArray<ReadStep>,
  flags: ValueMap
): Either.Either<ReadonlyArray<StepNode>, UnknownNeed | string> =>
  Either.gen(function* () {
    if (steps.reduce((count, step) => count + countOf(step), 0) > MAX_STEPS)
      return yield* Either.left(`more than ${MAX_STEPS} steps`)
    const ids = new Map<string, number>()
    const byName = new Map<string, Array<string>>()
    const made: Array<Omit<StepNode, "needs"> & { readonly step: number }> = []
    for (const [step, read] of steps.entries()) {
      for (const values of combinations(read.def.matrix)) {
        const matrix = mapOf(values)
        const base = nameOf(read, mapOf([...Object.entries(flags), ...values]))
        const suffix = values.map(([flag, value]) => `${flag}=${encodeFlagValue(value)}`).join(",")
        const name = suffix === "" || base !== nameOf(read, flags) ? base : `${base}-${suffix}`
        const id = unique(linkName(name), ids)
        ids.set(id, step)
        for (const each of new Set([base, name, id])) byName.set(each, [...(byName.get(each) ?? []), id])
        made.push({ ...read, id, name, group: base, matrix, step })
      }
    }
    const nodes: Array<StepNode> = []
    // The steps since the last one that waits for all before it: to wait for these is to wait for all.
    let open: Array<string> = []
    let group: Array<string> = []
    for (const [at, { step, ...node }] of made.entries()) {
      if (made[at - 1]?.step !== step) {
        open = node.def.needs === undefined ? [...group] : open
        if (node.def.needs === undefined) group = []
      }
      const needs: Array<string> = node.def.needs === undefined ? [...open] : []
      for (const need of node.def.needs ?? []) {
        const found = named(byName.get(need), ids, step)
        if (found.length === 0)
          return yield* Either.left(new UnknownNeed({ node: node.name, need, nearest: nearest(need, byName.keys()) }))
        needs.push(...found)
      }
      group.push(node.id)
      nodes.push({ ...node, needs })
    }
    return nodes
  })
