import { Effect, Option } from "effect"
import { toData } from "../domain/ops/OpCommandData.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { Candidate, Wanted } from "../domain/plan/Decision.ts"
import { changesOf } from "../domain/plan/Decision.ts"
import type { FileChange } from "../domain/plan/Change.ts"
import type { ResourceDef } from "../domain/resources/ResourceDef.ts"
import { overrideOf } from "../domain/resources/ResourceDef.ts"
import type { Run } from "../domain/runs/Run.ts"
import { GUILD_DIR, SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
import { runTime } from "../domain/runs/RunOrder.ts"
import { statusName } from "../domain/runs/RunStatus.ts"
import { absolutePath } from "../domain/text/Paths.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isMap } from "../domain/Value.ts"
import { Changes } from "../services/Changes.ts"
import { RunStore } from "../services/RunStore.ts"
import { SourceFiles } from "../services/SourceFiles.ts"

/** What the runs of an operation are held against. */
export interface Aspects {
  readonly basis: OpBasis
  readonly flags: ValueMap
  readonly required: ReadonlyArray<ResourceDef>
  readonly cwd: string
}

/** So many earlier runs are looked at, latest first. */
export const CANDIDATES = 20

const readMap = (run: Run, name: string) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const value = yield* Effect.orElseSucceed(store.readAttr(run, name), Option.none<Value>)
    return Option.getOrUndefined(Option.filter(value, isMap))
  })

/** The command of a run as its `op` attribute has it, without what each machine and project says in its own way. */
export const comparable = (cmd: Value): Value => (isMap(cmd) ? (getKey(cmd, "cmd-args") ?? null) : null)

const commandOf = (op: ValueMap | undefined): Value | undefined => {
  const cmd = op === undefined ? undefined : getKey(op, "op-cmd")
  return cmd === undefined ? undefined : comparable(cmd)
}

/** The command that an operation starts now, in the form that earlier ones are compared in. */
export const commandNow = ({ cmd }: OpBasis): Value => comparable(toData(cmd))

const urisOf = (resolved: ValueMap | undefined): ReadonlyArray<string> | undefined =>
  resolved === undefined
    ? undefined
    : Object.values(resolved).flatMap((sources) => (isMap(sources) ? Object.keys(sources) : []))

const sourceChanges = ({ basis }: Aspects, run: Run, op: ValueMap | undefined) =>
  Effect.gen(function* () {
    const { source } = basis
    const kept = op === undefined ? SOURCECODE_DIR : (getKey(op, "sourcecode-root") ?? SOURCECODE_DIR)
    // Source that lies among a run's own files cannot be told from them; without a snapshot there is nothing to compare.
    if (source.disabled || typeof kept !== "string" || !kept.startsWith(`${GUILD_DIR}/`)) return []
    const files = yield* SourceFiles
    const { selected } = yield* files.select(source.root, source.rules)
    return yield* (yield* Changes).source(source.root, selected, `${run.dir}/${kept}`)
  })

/** The files that an operation's sources name, from the first of its projects that has them. */
const fileChanges = ({ basis, cwd, flags, required }: Aspects, run: Run) =>
  Effect.gen(function* () {
    const time = run.initialized ?? runTime(run)
    const changes = yield* Changes
    if (time === undefined) return []
    const found: Array<FileChange> = []
    for (const resource of required) {
      for (const source of resource.sources) {
        if (source.kind !== "file" && source.kind !== "config") continue
        const override = overrideOf(source, flags)
        const path = override === undefined ? source.target : String(override)
        const places = [...(override === undefined ? [] : [cwd]), basis.projectDir, ...(basis.parentDirs ?? [])]
        const how = yield* Effect.forEach(places, (dir) => changes.since(absolutePath(path, dir), time))
        const now = how.find((each) => each !== "removed")
        const gone = how.every((each) => each === "removed")
        if (gone || now !== undefined) found.push({ path, how: gone ? "removed" : (now ?? "changed") })
      }
    }
    return found
  })

/**
 * Earlier runs of an operation, held against what it would be run with now. Files are looked at only where all else is as it was,
 * and for the latest run, which reasons are given of.
 */
export const candidatesOf = (runs: ReadonlyArray<Run>, wanted: Wanted, aspects: Aspects) =>
  Effect.gen(function* () {
    const candidates: Array<Candidate> = []
    for (const [index, run] of runs.slice(0, CANDIDATES).entries()) {
      const op = yield* readMap(run, "op")
      const plain: Candidate = {
        run: run.id,
        status: statusName(run.status),
        flags: run.flags,
        command: commandOf(op),
        sources: urisOf(yield* readMap(run, "resolved_deps")),
        sourceChanges: [],
        fileChanges: []
      }
      const alike = changesOf(wanted, plain).length === 0
      if (index > 0 && !alike) continue
      const whole: Candidate = {
        ...plain,
        sourceChanges: yield* sourceChanges(aspects, run, op),
        fileChanges: yield* fileChanges(aspects, run)
      }
      candidates.push(whole)
      if (changesOf(wanted, whole).length === 0) break
    }
    return candidates
  })
