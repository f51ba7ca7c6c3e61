import { Effect, Either, Option, Schema } from "effect"
import type { DependencyDef } from "../domain/ops/OpDef.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import { fromData } from "../domain/ops/OpCommandData.ts"
import { dirName, pathInside } from "../domain/text/Paths.ts"
import type { Run } from "../domain/runs/Run.ts"
import { operationName } from "../domain/runs/RunQueryOperation.ts"
import { writtenSourceDir } from "../domain/runs/SourceDir.ts"
import { selectRule } from "../domain/source/SourceRules.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isList, isMap, mapOf } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"
import { SourceFiles } from "../services/SourceFiles.ts"

/** A run does not say how its operation is started. */
export class OpConfigUnusable extends Schema.TaggedError<OpConfigUnusable>()("OpConfigUnusable", {
  dir: Schema.String,
  problem: Schema.Literal("missing", "invalid")
}) {
  override get message(): string {
    const advice =
      this.problem === "missing"
        ? "The run may not have been initialized correctly. Try starting the operation without the --start/--restart flag."
        : "This may be an internal error. Please open an issue https://github.com/guildai/guildai/issues."
    return `cannot restart run in ${this.dir}: ${this.problem} op configuration\n${advice}`
  }
}

const textOf = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined)
const textsOf = (value: Value | undefined): ReadonlyArray<string> =>
  value !== undefined && isList(value) ? value.filter((item) => typeof item === "string") : []
const mapIn = (map: ValueMap, key: string): ValueMap => {
  const value = getKey(map, key)
  return value !== undefined && isMap(value) ? value : {}
}

/** A dependency as it is defined; Guild AI keeps the definition below `config`, which is a source of its own where it is text. */
const dependency = (data: Value): ReadonlyArray<DependencyDef> => {
  if (!isMap(data)) return []
  const config = getKey(data, "config")
  const nested = config !== undefined && isMap(config)
  const kept = Object.entries(data).filter(([key]) => key !== "location" && !(nested && key === "config"))
  return [{ spec: mapOf([...(nested ? Object.entries(config) : []), ...kept]) }]
}

/** Where the project was: paths of dependencies count from there. */
const projectOf = (run: Run, cmdEnv: ValueMap, deps: ReadonlyArray<Value>): string => {
  const location = deps.map((dep) => (isMap(dep) ? textOf(getKey(dep, "location")) : undefined)).find(Boolean)
  const { pkgName, pkgType } = run.opRef
  return location ?? textOf(getKey(cmdEnv, "PROJECT_DIR")) ?? (pkgType === "guildfile" ? dirName(pkgName) : pkgName)
}

/**
 * What a run keeps of its operation, so that it can be started again, or another like it, without its project. Its source is the
 * run's own copy. Fails where the `op` attribute is missing or says nothing that could be started.
 */
export const basisOfRun = (run: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const invalid = new OpConfigUnusable({ dir: run.dir, problem: "invalid" })
    const attr = (name: string) =>
      Effect.map(
        Effect.catchTag(store.readAttr(run, name), "AttrDamaged", () => invalid),
        Option.getOrNull
      )
    const op = yield* attr("op")
    if (op === null) return yield* new OpConfigUnusable({ dir: run.dir, problem: "missing" })
    const data = isMap(op) ? getKey(op, "op-cmd") : undefined
    if (!isMap(op) || data === undefined) return yield* invalid
    const cmd = Either.getOrUndefined(fromData(data))
    const dest = writtenSourceDir(op)
    const root = pathInside(run.dir, dest)
    if (cmd === undefined || cmd.cmdArgs.length === 0 || root === undefined) return yield* invalid
    const deps = getKey(op, "deps") ?? []
    const listed = isList(deps) ? deps : []
    const compare = yield* attr("compare")
    const steps = yield* attr("steps")
    const kept = yield* (yield* SourceFiles).directories(run.dir, [dest])
    return {
      opRef: run.opRef,
      opName: operationName(run.opRef).full,
      projectDir: projectOf(run, cmd.cmdEnv, listed),
      cmd,
      steps: isList(steps) ? steps : undefined,
      source: {
        root,
        dest,
        rules: [selectRule(true, ["*"]), selectRule(false, [".guild"], { type: "dir" })],
        disabled: !kept.has(dest),
        digest: run.sourcecodeDigest !== undefined
      },
      labelTemplate: textOf(getKey(op, "label-template")),
      tags: run.tags,
      compare: isList(compare) ? compare : undefined,
      nullLabels: mapIn(op, "flag-null-labels"),
      outputScalars: getKey(op, "output-scalars") ?? null,
      outputAttrs: getKey(op, "output-attrs") ?? null,
      dependencies: listed.flatMap(dependency),
      resources: {},
      deps: listed,
      pythonRequires: textOf(getKey(op, "python-requires")),
      pythonPath: textOf(getKey(op, "python-path")),
      recordPackages: (yield* attr("pip_freeze")) !== null,
      envSecrets: textsOf(getKey(op, "env-secrets")),
      deleteOnSuccess: getKey(op, "delete-on-success") === true
    } satisfies OpBasis
  })
