import { Effect, Option } from "effect"
import { runLabel, labelTemplate } from "../domain/Label.ts"
import type { OpCmd } from "../domain/OpCommand.ts"
import { generate } from "../domain/OpCommand.ts"
import { toData } from "../domain/OpCommandData.ts"
import type { OpDef } from "../domain/OpDef.ts"
import { resourceFlags } from "../domain/ResourceFlags.ts"
import { resolvePath } from "../domain/OpSpecPath.ts"
import type { InvalidOperation } from "../domain/OpTemplate.ts"
import { opTemplate } from "../domain/OpTemplate.ts"
import type { RunPlan, SourcePlan } from "../domain/RunPlan.ts"
import { PythonNotFound } from "../domain/RunPlan.ts"
import type { RunRequest } from "../domain/RunRequest.ts"
import { SOURCECODE_DIR } from "../domain/RunLayout.ts"
import { dirCandidates, rulesFor, sourceDest, sourceRoot, wantsDigest } from "../domain/SourceRules.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isList, isMap, mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { SourceFiles } from "../services/SourceFiles.ts"
import { Terminal } from "../services/Terminal.ts"

/** Which source files the operation's runs keep; none where the environment says NO_SOURCECODE=1. */
export const planSource = (op: OpDef): Effect.Effect<SourcePlan, never, Host | SourceFiles> =>
  Effect.gen(function* () {
    const files = yield* SourceFiles
    const { env } = yield* Host
    const root = resolvePath(op.projectDir, sourceRoot(op.sourcecode))
    const dirs = yield* files.directories(root, dirCandidates(op.sourcecode))
    const { rules, disabled } = rulesFor(op.sourcecode, (path) => dirs.has(path))
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
  const name = typeof spec === "string" ? spec : undefined
  const written = name === undefined ? spec : (getKey(op.resources, name) ?? {})
  const config: ValueMap =
    typeof written === "string" ? {} : isList(written) ? { sources: written } : isMap(written) ? written : {}
  return { ...config, location: op.projectDir, ...(name === undefined ? {} : { name }) }
}

/** The `op` attribute: what is needed to make the run's command again without its project. */
const opAttr = (op: OpDef, cmd: OpCmd, template: string | undefined, source: SourcePlan): ValueMap =>
  mapOf([
    ["op-cmd", toData(cmd)],
    ["deps", op.requires.map(({ spec }) => depData(op, spec))],
    ["flag-null-labels", nullLabels(op)],
    ["label-template", template ?? null],
    ["output-scalars", op.outputScalars],
    ["python-requires", op.pythonRequires ?? null],
    ["sourcecode-root", source.dest]
  ])

/**
 * Settles everything about a run before it exists, from its operation, the flag values and what the user asked for. Fails where
 * the operation cannot be started: nothing defined to start, a reference to no flag, no Python for a Python run. Starts nothing
 * and writes nothing.
 */
export const planRun = (op: OpDef, flags: ValueMap, request: RunRequest) =>
  Effect.gen(function* () {
    const host = yield* Host
    const terminal = yield* Terminal
    const source = yield* planSource(op)
    const cmd = yield* opTemplate(
      { ...op, flags: [...op.flags, ...resourceFlags(op)] },
      { sourceDest: source.dest, runtimeDir: host.runtimeDir, node: host.self[0] }
    )
    const python = isPython(cmd)
    const interpreter = Option.getOrUndefined(yield* (yield* PythonEnv).interpreter)
    if (python && interpreter === undefined) return yield* new PythonNotFound({ operation: op.fullName })
    const command = yield* generate(cmd, flags, {
      ...flags,
      project_dir: op.projectDir,
      ...(interpreter === undefined ? {} : { python_exe: interpreter, guild_python_exe: interpreter })
    })
    for (const warning of command.warnings) yield* terminal.warn(warning)
    const template = labelTemplate(request.label ?? op.label, request.tags)
    const { label, warnings } = runLabel(template, flags)
    for (const warning of warnings) yield* terminal.warn(warning)
    const attrs: ReadonlyArray<readonly [string, Value]> = [
      ["run_params", request.params],
      ["flags", flags],
      ["op", opAttr(op, cmd, template, source)],
      ["cmd", [...command.args]],
      ["host", host.hostName],
      ["user", host.userName],
      ["random_seed", request.randomSeed],
      ...(label === "" ? [] : [["label", label] as const]),
      ...(op.compare === undefined ? [] : [["compare", op.compare] as const]),
      ...(op.tags.length + request.tags.length === 0
        ? []
        : [["tags", [...new Set([...op.tags, ...request.tags])]] as const])
    ]
    return {
      opRef: op.opRef,
      opName: op.fullName,
      projectDir: op.projectDir,
      command: { argv: command.args, env: command.env },
      flags,
      source,
      attrs,
      outputScalars: op.outputScalars,
      dependencies: op.requires,
      resources: op.resources,
      python:
        python && interpreter !== undefined
          ? { interpreter, recordPackages: op.pipFreeze !== false, path: op.pythonPath }
          : undefined,
      envSecrets: op.envSecrets,
      gpus: request.gpus,
      stopAfterMinutes: request.stopAfterMinutes,
      debugSourcecode: request.debugSourcecode,
      runDir: request.runDir,
      runId: request.runId
    } satisfies RunPlan
  })

export type PlanError = InvalidOperation | PythonNotFound
