import { Effect, Either, Option } from "effect"
import { parseExportSpec } from "../domain/ops/OpSpecPath.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
import type { SourcePlan } from "../domain/runs/RunPlan.ts"
import type { ValueMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { RunStore } from "../services/RunStore.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { recordContext } from "../steps/RecordContext.ts"
import { planOf } from "./ApiPlan.ts"
import { flagReader } from "./Codec.ts"
import type { DataInvalid } from "./Errors.ts"
import { PipelineRunFailed } from "./Errors.ts"
import type { Fields } from "./Flags.ts"
import type { WireError, WireNeeds } from "./Node.ts"
import { inOwnRun } from "./InOwnRun.ts"
import type { FlagSchema, Given } from "./Operation.ts"
import type { RunSurroundings } from "./NodeRun.ts"
import { traceOf } from "./Reasons.ts"
import type { PipelineError, PipelineNeeds, PipelineOptions } from "./RunPipeline.ts"
import { runTasks } from "./RunPipeline.ts"
import type { Wired, Wires, Wiring } from "./Wiring.ts"
import { all, join } from "./Wiring.ts"

/** How a program runs a pipeline. */
export interface RunOptions extends PipelineOptions {
  /** The label of the pipeline's run; its flags where there is none. */
  readonly label?: string | undefined
  readonly tags?: ReadonlyArray<string> | undefined
  /** Nothing that the nodes print is shown; it is kept all the same. */
  readonly quiet?: boolean | undefined
  /** The id of an earlier run of this pipeline that goes on: no completed node is run again. */
  readonly restart?: string | undefined
}

/** Operations that are wired together: typed from its flags to what the last of them give. */
export interface Pipeline<FI, A, E, R> {
  readonly kind: "pipeline"
  readonly name: string
  readonly description: string
  readonly fields: Fields
  /**
   * Runs it as a run of its own, with one for each node. Fails with `PipelineFailed` where nodes failed, after all that could run has
   * ended. Interrupted, it ends what runs and records it.
   */
  readonly run: (
    flags: Given<FI>,
    options?: RunOptions
  ) => Effect.Effect<A, PipelineError<E> | DataInvalid, PipelineNeeds<R>>
  /** Runs its nodes in the name of a run that somebody else began and will end. */
  readonly runIn: (
    parent: RunRef,
    flags: unknown,
    surroundings: RunSurroundings,
    options: PipelineOptions
  ) => Effect.Effect<A, PipelineError<E> | DataInvalid, PipelineNeeds<R>>
}

interface Definition<F, FI> {
  readonly description?: string
  readonly flags?: FlagSchema<F, FI>
}

/** No source is kept of a pipeline that a program runs: what it was made from is not known. */
const noSource = (root: string): SourcePlan => ({
  root,
  dest: SOURCECODE_DIR,
  rules: [],
  disabled: true,
  digest: false
})

/** Whether a run with an operation of this name is a pipeline's: guild names what it runs of a file by the file. */
const isRunOf = (pipeline: string, opName: string): boolean => {
  const exported = parseExportSpec(opName)
  return opName === pipeline || (exported !== undefined && (exported.name ?? pipeline) === pipeline)
}

/** The run that a start of a pipeline is recorded as: a new one, or an earlier one that is taken up again. */
const begin = (name: string, flags: ValueMap, options: RunOptions) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const { label, tags = [] } = options
    const plan = yield* planOf({ operation: name, flags, label, tags }, cwd, noSource(cwd))
    if (options.restart === undefined) {
      const planned = yield* initRunDir.run({ plan })
      yield* recordContext.run(planned)
      return planned
    }
    const store = yield* RunStore
    const notOurs = (reason: string) => new PipelineRunFailed({ pipeline: name, reason })
    const ref: RunRef = { id: RunId.make(options.restart), dir: `${store.runsDir}/${options.restart}` }
    const run = yield* store.read(ref)
    if (Option.isNone(run)) return yield* notOurs(`there is no run ${options.restart} to restart`)
    const { opName } = run.value.opRef
    if (!isRunOf(name, opName)) return yield* notOurs(`run ${options.restart} is of ${opName} and cannot go on as this`)
    yield* claimRun.run(run.value)
    yield* store.removeAttr(ref, "exit_status")
    yield* store.writeAttr(ref, "flags", flags)
    return { plan, run: ref }
  })

/**
 * A pipeline: `build` wires operations together, given flags that are decoded. It is a pure function; the nodes that run are those
 * that its result needs.
 */
function make<W extends Wiring, F = {}, FI = {}>(
  name: string,
  definition: Definition<F, FI> & { readonly build: (flags: F) => W }
): Pipeline<FI, Wired<W>, WireError<Wires<W>>, WireNeeds<Wires<W>>>
function make(
  name: string,
  definition: Definition<unknown, unknown> & { readonly build: (flags: unknown) => Wiring }
): Pipeline<unknown, unknown, unknown, unknown> {
  const readFlags = flagReader(name, definition.flags)
  /** What the user's own functions say. What they throw is a slip of the user's, who needs to know where. */
  const attempted = <A>(f: () => A) =>
    Either.try({ try: f, catch: (defect) => new PipelineRunFailed({ pipeline: name, reason: traceOf(defect) }) })
  const wireUp = (flags: unknown) =>
    Effect.gen(function* () {
      const { decoded, encoded } = yield* readFlags(flags)
      const wire = yield* attempted(() => join(definition.build(decoded), "what 'build' gives"))
      return { encoded, wire }
    })
  const runWired = (
    { get, tasks }: ReturnType<typeof join>,
    parent: RunRef,
    surroundings: RunSurroundings,
    options: PipelineOptions
  ) => Effect.flatMap(runTasks(name, parent, tasks, surroundings, options), (session) => attempted(() => get(session)))

  return {
    kind: "pipeline",
    name,
    description: definition.description ?? "",
    fields: definition.flags?.fields ?? {},
    runIn: (parent, flags, surroundings, options) =>
      Effect.flatMap(wireUp(flags), ({ wire }) => runWired(wire, parent, surroundings, options)),
    run: (flags, options = {}) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const { encoded, wire } = yield* wireUp(flags)
          const failed = (error: { readonly message: string }) =>
            error instanceof PipelineRunFailed
              ? error
              : new PipelineRunFailed({ pipeline: name, reason: error.message })
          const planned = yield* Effect.mapError(begin(name, encoded, options), failed)
          const { plan, run } = planned
          const { quiet = false } = options
          const surroundings = { projectDir: plan.projectDir, source: plan.source, quiet }
          return yield* restore(inOwnRun(planned, quiet, runWired(wire, run, surroundings, options), failed))
        })
      )
  }
}

/** How pipelines are made, and wires joined. */
export const Pipeline = { make, all }
