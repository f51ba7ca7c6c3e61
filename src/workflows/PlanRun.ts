import { Clock, Effect, Option } from "effect"
import { runLabel, labelTemplate } from "../domain/ops/Label.ts"
import type { OpCmd } from "../domain/ops/OpCommand.ts"
import { generate } from "../domain/ops/OpCommand.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import { toData } from "../domain/ops/OpCommandData.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { resourceName } from "../domain/resources/ResourceDecode.ts"
import { resourceFlags } from "../domain/resources/ResourceFlags.ts"
import type { InvalidOperation } from "../domain/ops/OpTemplate.ts"
import { opTemplate } from "../domain/ops/OpTemplate.ts"
import { debuggingEnv, isDebugging } from "../domain/runs/Debugging.ts"
import type { RunPlan, SourcePlan } from "../domain/runs/RunPlan.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
import { dirCandidates, limitsOf, rulesFor, sourceDest, sourceRoot, wantsDigest } from "../domain/source/SourceRules.ts"
import type { StepDeps } from "../domain/steps/StepDeps.ts"
import { STEP_DEPS, depsToData } from "../domain/steps/StepDeps.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isList, isMap, mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { SourceFiles } from "../services/SourceFiles.ts"
import { Terminal } from "../services/Terminal.ts"
import { absolutePath } from "../domain/text/Paths.ts"
import { requiredPython } from "./RequiredPython.ts"

/** Which source files the operation's runs keep, within the environment's limits; none where it says NO_SOURCECODE=1. */
export const planSource = (op: OpDef): Effect.Effect<SourcePlan, never, Host | SourceFiles> =>
  Effect.gen(function* () {
    const files = yield* SourceFiles
    const { env } = yield* Host
    const root = absolutePath(sourceRoot(op.sourcecode), op.projectDir)
    const dirs = yield* files.directories(root, dirCandidates(op.sourcecode))
    const { rules, disabled } = rulesFor(op.sourcecode, (path) => dirs.has(path), limitsOf(env))
    return {
      root,
      dest: sourceDest(op.sourcecode) ?? SOURCECODE_DIR,
      rules,
      disabled: disabled || env["NO_SOURCECODE"] === "1",
      digest: wantsDigest(op.sourcecode)
    }
  })

/** A command that names the interpreter, or a module of guild's, is a Python run. */
const isPython = (cmd: OpCmd): boolean => cmd.cmdArgs[0] === "${python_exe}" || cmd.cmdArgs.includes("guild.op_main")

/** What a null flag is called in lists and labels, for the flags that say so. */
export const nullLabels = (op: OpDef): ValueMap =>
  mapOf(
    [...op.flags, ...resourceFlags(op)].flatMap((flag) =>
      flag.nullLabel === undefined ? [] : [[flag.name, flag.nullLabel]]
    )
  )

/** A dependency as the run keeps it: its definition as written, its name, and where its paths start. */
const depData = (op: OpDef, spec: string | ValueMap): ValueMap => {
  const named = typeof spec === "string" ? spec : getKey(spec, "resource")
  const name = typeof named === "string" ? resourceName(named) : undefined
  const written = typeof named === "string" ? (getKey(op.resources, named) ?? {}) : spec
  const config: ValueMap =
    typeof written === "string" ? {} : isList(written) ? { sources: written } : isMap(written) ? written : {}
  return { ...config, location: op.projectDir, ...(name === undefined ? {} : { name }) }
}

/** Where an operation finds modules besides its source: as it says itself, then what its model inherits from. */
const pythonPath = ({ pythonPath, parentDirs = [] }: OpDef): string | undefined =>
  pythonPath === undefined && parentDirs.length === 0 ? undefined : [pythonPath ?? "", ...parentDirs].join(":")

/** What an operation's definition says of its runs. Fails where it defines nothing that could be started. */
export const basisOf = (op: OpDef): Effect.Effect<OpBasis, InvalidOperation, Host | SourceFiles> =>
  Effect.gen(function* () {
    const host = yield* Host
    const source = yield* planSource(op)
    const cmd = yield* opTemplate(
      { ...op, flags: [...op.flags, ...resourceFlags(op)] },
      { sourceDest: source.dest, runtimeDir: host.runtimeDir, node: host.self[0] }
    )
    return {
      opRef: op.opRef,
      opName: op.fullName,
      projectDir: op.projectDir,
      parentDirs: op.parentDirs ?? [],
      runAttrs: op.runAttrs,
      cmd,
      steps: op.target.kind === "steps" ? op.target.steps : undefined,
      source,
      labelTemplate: op.label,
      tags: op.tags,
      compare: op.compare,
      nullLabels: nullLabels(op),
      outputScalars: op.outputScalars,
      outputAttrs: op.outputAttrs,
      dependencies: op.requires,
      resources: op.resources,
      deps: op.requires.map(({ spec }) => depData(op, spec)),
      pythonRequires: op.pythonRequires,
      pythonPath: pythonPath(op),
      recordPackages: op.pipFreeze !== false,
      envSecrets: op.envSecrets,
      deleteOnSuccess: op.deleteOnSuccess === true
    }
  })

/** The `op` attribute: what is needed to make the run's command again without its project. */
const opAttr = (basis: OpBasis, template: string | undefined): ValueMap =>
  mapOf([
    ["op-cmd", toData(basis.cmd)],
    ["deps", basis.deps],
    ["flag-null-labels", basis.nullLabels],
    ["label-template", template ?? null],
    ["output-scalars", basis.outputScalars],
    ["python-requires", basis.pythonRequires ?? null],
    ["sourcecode-root", basis.source.dest],
    ...(basis.pythonPath === undefined ? [] : [["python-path", basis.pythonPath] as const]),
    ...((basis.outputAttrs ?? null) === null ? [] : [["output-attrs", basis.outputAttrs ?? null] as const]),
    ...(basis.deleteOnSuccess === true ? [["delete-on-success", true] as const] : []),
    ...(basis.envSecrets.length === 0 ? [] : [["env-secrets", basis.envSecrets] as const])
  ])

/** A comment of the user's, made now; its time is in microseconds since the epoch. */
const newComment = (body: string) =>
  Effect.gen(function* () {
    const { hostName, userName } = yield* Host
    const time = (yield* Clock.currentTimeMillis) * 1000
    return { body, host: hostName, time, user: userName }
  })

/**
 * Settles everything about a run before it exists, from its basis, the flag values and what the user asked for. Fails where it
 * cannot be started: a reference to no flag, no Python for a Python run. Starts nothing and writes nothing.
 */
export const planOn = (basis: OpBasis, flags: ValueMap, request: RunRequest) =>
  Effect.gen(function* () {
    const host = yield* Host
    const terminal = yield* Terminal
    const { cmd, projectDir, steps } = basis
    const stepDeps: StepDeps = request.steps?.deps ?? new Map()
    const python = isPython(cmd) && steps === undefined
    // What guild does itself names an interpreter in its record alone.
    const own = basis.opRef.pkgType === "builtin"
    const interpreter =
      python && !own ? yield* requiredPython(basis) : Option.getOrUndefined(yield* (yield* PythonEnv).interpreter)
    const command = yield* generate(cmd, flags, {
      ...flags,
      project_dir: projectDir,
      // Where there is no Python, the command of steps is on record all the same; nobody starts it here.
      ...(interpreter === undefined && steps === undefined && !own
        ? {}
        : { python_exe: interpreter ?? "python", guild_python_exe: interpreter ?? "python" })
    })
    for (const warning of command.warnings) yield* terminal.warn(warning)
    if (!python && isDebugging(request.debugging))
      yield* terminal.warn(`${basis.opName} is not started by Python - ignoring --set-trace and --break`)
    const template = labelTemplate(request.label ?? basis.labelTemplate, request.tags)
    const { label, warnings } = runLabel(template, flags)
    for (const warning of warnings) yield* terminal.warn(warning)
    const tags = [...new Set([...basis.tags, ...request.tags])]
    const attrs: ReadonlyArray<readonly [string, Value]> = [
      ...Object.entries(basis.runAttrs ?? {}),
      ["run_params", request.params],
      ["flags", flags],
      ["cmd", [...command.args]],
      ["host", host.hostName],
      ["user", host.userName],
      ["random_seed", request.randomSeed],
      ...(steps === undefined ? [] : [["steps", steps] as const]),
      ...(steps === undefined || stepDeps.size === 0 ? [] : [[STEP_DEPS, depsToData(stepDeps)] as const]),
      ...(label === "" ? [] : [["label", label] as const]),
      ...(basis.compare === undefined ? [] : [["compare", basis.compare] as const]),
      ...(tags.length === 0 ? [] : [["tags", tags] as const]),
      ...(request.comment === undefined ? [] : [["comments", [yield* newComment(request.comment)]] as const]),
      // Without it a run cannot be started again: one that was killed over these is not taken for whole.
      ["op", opAttr(basis, template)]
    ]
    return {
      opRef: basis.opRef,
      opName: basis.opName,
      projectDir,
      parentDirs: basis.parentDirs ?? [],
      command: { argv: command.args, env: { ...command.env, ...debuggingEnv(request.debugging) } },
      flags,
      steps,
      source: basis.source,
      attrs,
      outputScalars: basis.outputScalars,
      outputAttrs: basis.outputAttrs ?? null,
      dependencies: basis.dependencies,
      resources: basis.resources,
      forceDeps: request.forceDeps,
      python:
        python && interpreter !== undefined
          ? { interpreter, recordPackages: basis.recordPackages, path: basis.pythonPath }
          : undefined,
      envSecrets: basis.envSecrets,
      gpus: request.gpus,
      stopAfterMinutes: request.stopAfterMinutes,
      debugSourcecode: request.debugSourcecode,
      runDir: request.runDir,
      runId: request.runId
    } satisfies RunPlan
  })
