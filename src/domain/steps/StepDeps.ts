import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

/** What a step takes from runs that are none of its stepped run's. */
export interface StepDep {
  /** Ids of the runs. */
  readonly runs: ReadonlyArray<string>
  /** The flags of the step that name them. */
  readonly flags: ValueMap
}

/** Steps that take something from outside of their stepped run, by id; those of a step's own steps by `id/id`. */
export type StepDeps = ReadonlyMap<string, StepDep>

/** The `step_deps` attribute of a stepped run, so that one that is started again takes what it was to take. */
export const STEP_DEPS = "step_deps"

export const stepPath = (above: string, id: string): string => (above === "" ? id : `${above}/${id}`)

/** Those of the steps of a step. */
export const depsBelow = (deps: StepDeps, id: string): StepDeps =>
  new Map([...deps].flatMap(([path, dep]) => (path.startsWith(`${id}/`) ? [[path.slice(id.length + 1), dep]] : [])))

/** What steps came to be with, as it is kept with their run. */
export const depsToData = (deps: StepDeps): ValueMap =>
  mapOf(
    [...deps].map(
      ([path, { flags, runs }]) =>
        [
          path,
          mapOf([
            ["runs", runs],
            ["flags", flags]
          ])
        ] as const
    )
  )

const texts = (value: Value): ReadonlyArray<string> =>
  isList(value) ? value.filter((item) => typeof item === "string") : []

/** Reads what `depsToData` writes; what cannot be read is left out. */
export const depsFromData = (data: Value): StepDeps =>
  new Map(
    Object.entries(isMap(data) ? data : {}).flatMap(([path, dep]): ReadonlyArray<readonly [string, StepDep]> => {
      if (!isMap(dep)) return []
      const flags = getKey(dep, "flags") ?? null
      return [[path, { runs: texts(getKey(dep, "runs") ?? null), flags: isMap(flags) ? flags : {} }]]
    })
  )
