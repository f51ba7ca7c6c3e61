import { Effect, Option, Schema } from "effect"
import { Interrupted } from "../domain/Interrupted.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
import { toValueJson } from "../domain/script/ValueJson.ts"
import { getKey, isMap, mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { RunStore } from "../services/RunStore.ts"
import { untilAsked } from "../workflows/UntilAsked.ts"
import { fromValue } from "./Data.ts"
import { PipelineRunFailed } from "./Errors.ts"
import type { Runnable } from "./Exported.ts"
import { findExported } from "./Exported.ts"
import { importedFlags, withLists } from "./Flags.ts"
import type { NodeServices, RunSurroundings } from "./NodeRun.ts"
import { performHere } from "./PerformHere.ts"
import { messageOf, traceOf } from "./Reasons.ts"
import type { PipelineOptions } from "./RunPipeline.ts"

/** A module that the user named, and what of it is meant. */
export interface FileRequest {
  /** The file as messages name it. */
  readonly file: string
  readonly exported: Readonly<Record<string, unknown>>
  readonly name: string | undefined
}

/** The answer to a guild that asks for flags: data for JSON, as scripts with a parser of their own give it. */
export const describe = ({ exported, file, name }: FileRequest): unknown => {
  const found = findExported(file, exported, name)
  if (found._tag === "Left") return { error: found.left.message.split("\n") }
  return {
    flags: importedFlags(found.right.fields).map(({ attrs, name }) => [
      name,
      Object.entries(attrs).map(([key, value]) => [key, toValueJson(value)])
    ]),
    warnings: [],
    modules: []
  }
}

/** Flags as the run has them; those without a value count as not given. */
const flagsOf = (run: RunRef) =>
  Effect.gen(function* () {
    const flags = Option.getOrNull(yield* (yield* RunStore).readAttr(run, "flags"))
    const given = flags !== null && isMap(flags) ? Object.entries(flags) : []
    return mapOf(given.filter(([, value]) => value !== null))
  })

/** The source of a pipeline's nodes is what its own run keeps. */
const surroundingsOf = (run: RunRef, projectDir: string): RunSurroundings => {
  const dest = SOURCECODE_DIR
  return {
    projectDir,
    source: { root: `${run.dir}/${dest}`, dest, rules: EVERYTHING, disabled: false, digest: true },
    quiet: false
  }
}

const EVERYTHING: RunSurroundings["source"]["rules"] = [
  {
    include: true,
    patterns: ["*"],
    type: undefined,
    regex: false,
    sentinel: undefined,
    sizeLt: undefined,
    sizeGt: undefined,
    maxMatches: undefined
  }
]

/** How the user asked for the nodes to be gone through: `--jobs`, `--fail-fast`. */
const optionsOf = (run: RunRef) =>
  Effect.gen(function* () {
    const { platform } = yield* Host
    const params = Option.getOrNull(yield* (yield* RunStore).readAttr(run, "run_params"))
    const param = (name: string) => (params !== null && isMap(params) ? getKey(params, name) : undefined)
    const jobs = param("jobs")
    return {
      jobs: jobs === "auto" ? platform.cpus : Math.max(1, Number(jobs ?? 1) || 1),
      onFailure: param("fail_fast") === true ? "stop" : "isolate"
    } satisfies PipelineOptions
  })

const start = (found: Runnable, run: RunRef, surroundings: RunSurroundings) =>
  Effect.gen(function* () {
    const given = yield* flagsOf(run)
    const flags = Object.fromEntries(
      Object.entries(withLists(found.fields, given)).map(([name, value]) => [name, fromValue(value)])
    )
    if (found.kind === "pipeline") return yield* found.runIn(run, flags, surroundings, yield* optionsOf(run))
    const [first] = found.requires
    if (first !== undefined)
      return yield* new PipelineRunFailed({
        pipeline: found.name,
        reason: `it requires '${first}' of another operation\nRun a pipeline that wires it.`
      })
    return yield* performHere(found.name, run, yield* found.prepare(flags), given, surroundings)
  })

/** Why what a file exports did not come to its end, in the words that its user reads. */
export class FileRunFailed extends Schema.TaggedError<FileRunFailed>()("FileRunFailed", {
  file: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

/**
 * What `guild run FILE[:NAME]` does in the process of its run: the flags are those of the run, and what is done is done in its name.
 * Asked to stop, it ends what runs and fails with `Interrupted`.
 */
export const runFile = ({
  exported,
  file,
  name
}: FileRequest): Effect.Effect<void, FileRunFailed | Interrupted, NodeServices> =>
  Effect.gen(function* () {
    const { cwd, env } = yield* Host
    const found = yield* findExported(file, exported, name)
    const { RUN_DIR: dir, RUN_ID: id } = env
    if (dir === undefined || id === undefined)
      return yield* new PipelineRunFailed({ pipeline: found.name, reason: "this is not the process of a run" })
    const run: RunRef = { id: RunId.make(id), dir }
    const work = Effect.catchAllDefect(
      start(found, run, surroundingsOf(run, env["PROJECT_DIR"] ?? cwd)),
      // A slip of the user's in what guild calls of theirs, or one of guild's own: where it is helps either way.
      (defect) => new PipelineRunFailed({ pipeline: found.name, reason: traceOf(defect) })
    )
    yield* untilAsked(work)
  }).pipe(
    Effect.mapError((error) =>
      error instanceof Interrupted ? error : new FileRunFailed({ file, reason: messageOf(error) })
    )
  )
