import { Effect, Layer } from "effect"
import { emptyOp, guildFileRef } from "../../src/domain/guildfile/EmptyOp.ts"
import type { OpDef, OpTarget } from "../../src/domain/ops/OpDef.ts"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import type { RunRequest } from "../../src/domain/runs/RunRequest.ts"
import { NO_BATCH_REQUEST } from "../../src/domain/runs/RunRequest.ts"
import type { FixedHost } from "../../src/layers/HostFixed.ts"
import { layer as host } from "../../src/layers/HostFixed.ts"
import { layerNever } from "../../src/layers/InterruptsScripted.ts"
import { layer as locks } from "../../src/layers/LocksMemory.ts"
import { layer as flagImports } from "../../src/layers/FlagImportsScripted.ts"
import { layer as guildFiles } from "../../src/layers/GuildFilesMemory.ts"
import { layer as trialDesk } from "../../src/layers/TrialDeskMemory.ts"
import type { Script } from "../../src/layers/ProcessesScripted.ts"
import { layer as processes } from "../../src/layers/ProcessesScripted.ts"
import { layer as projectFiles } from "../../src/layers/ProjectFilesMemory.ts"
import type { ScriptedPython } from "../../src/layers/PythonEnvScripted.ts"
import { layer as pythonEnv } from "../../src/layers/PythonEnvScripted.ts"
import { layer as resources } from "../../src/layers/ResourcesScripted.ts"
import { layer as runIndex } from "../../src/layers/RunIndexMemory.ts"
import { layer as runOutput } from "../../src/layers/RunOutputMemory.ts"
import { layer as runStore } from "../../src/layers/RunStoreMemory.ts"
import { layer as scalarLog } from "../../src/layers/ScalarLogMemory.ts"
import type { MemoryFiles } from "../../src/layers/SourceFilesMemory.ts"
import { layer as sourceFiles } from "../../src/layers/SourceFilesMemory.ts"
import { make as terminal } from "../../src/layers/TerminalMemory.ts"
import { layer as userFiles } from "../../src/layers/UserFilesMemory.ts"
import { layer as vcs } from "../../src/layers/VcsScripted.ts"
import type { Interrupts } from "../../src/services/Interrupts.ts"
import type { Resources } from "../../src/services/Resources.ts"
import { RunOutput } from "../../src/services/RunOutput.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import type { SourceFiles } from "../../src/services/SourceFiles.ts"
import type { Vcs } from "../../src/services/Vcs.ts"

/** What is told of a world; nothing is in it that is not. */
export interface Told {
  readonly script?: Script
  readonly interrupts?: Layer.Layer<Interrupts>
  readonly resources?: Layer.Layer<Resources>
  readonly sourceFiles?: Layer.Layer<SourceFiles>
  readonly vcs?: Layer.Layer<Vcs>
  readonly host?: FixedHost
  /** Guild files by absolute path. */
  readonly guildFiles?: Readonly<Record<string, string>>
  /** Source files by absolute path. */
  readonly files?: Readonly<Record<string, string>>
  /** Files that the user names, by path as given. */
  readonly userFiles?: Readonly<Record<string, string>>
  readonly pythons?: Readonly<Record<string, ScriptedPython>>
}

/** A whole machine in memory: everything that running an operation may ask for. */
export const memoryWorld = (told: Told = {}) => {
  const files: MemoryFiles = new Map(
    Object.entries(told.files ?? {}).map(([path, text]) => [path, new TextEncoder().encode(text)])
  )
  const { layer: screen, printed } = terminal()
  const layer = runIndex.pipe(
    Layer.provideMerge(Layer.mergeAll(runStore, scalarLog)),
    Layer.merge(
      Layer.mergeAll(
        host(told.host),
        flagImports({}),
        guildFiles(told.guildFiles ?? {}),
        trialDesk,
        told.interrupts ?? layerNever,
        locks,
        processes(told.script ?? (() => undefined)),
        projectFiles({}),
        pythonEnv(told.pythons),
        told.resources ?? resources(),
        runOutput,
        screen,
        told.sourceFiles ?? sourceFiles(files),
        userFiles(new Map(Object.entries(told.userFiles ?? {}))),
        told.vcs ?? vcs()
      )
    )
  )
  return { layer, files, printed }
}

/** An operation of a project in `/p`. */
export const opOf = (target: OpTarget, more: Partial<OpDef> = {}): OpDef => ({
  ...emptyOp(guildFileRef("/p/guild.yml", "v1", "", "train"), "/p", target),
  ...more
})

/** A request for nothing but an operation. */
export const requestOf = (
  more: Partial<Omit<RunRequest, "batch">> & { readonly batch?: Partial<RunRequest["batch"]> } = {}
): RunRequest => ({
  opSpec: "train",
  flags: {},
  batchFiles: [],
  label: undefined,
  tags: [],
  comment: undefined,
  runDir: undefined,
  runId: undefined,
  gpus: undefined,
  randomSeed: 1,
  stopAfterMinutes: undefined,
  forceFlags: false,
  forceDeps: false,
  debugSourcecode: undefined,
  quiet: false,
  params: {},
  ...more,
  batch: {
    ...NO_BATCH_REQUEST,
    ...more.batch
  }
})

/** All attributes of a run, by name. */
export const attrsOf = (run: RunRef) =>
  Effect.map(
    Effect.flatMap(RunStore, (store) => store.readAttrs(run)),
    (attrs) => Object.fromEntries(attrs)
  )

/** The run as a reader of the store finds it. */
export const readRun = (run: RunRef) => Effect.flatten(Effect.flatMap(RunStore, (store) => store.read(run)))

/** The texts of a run's captured lines. */
export const linesOf = (run: RunRef) =>
  Effect.map(
    Effect.flatMap(RunOutput, (output) => output.lines(run)),
    (lines) => lines.map(({ text }) => text)
  )
