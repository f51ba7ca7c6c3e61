import { Effect, Layer } from "effect"
import { dispatch } from "../../src/cli/command/Dispatch.ts"
import type { GuildServices } from "../../src/cli/command/Services.ts"
import { root } from "../../src/cli/commands/root.ts"
import type { GuildError } from "../../src/cli/GuildError.ts"
import type { Live } from "../../src/cli/launch.ts"
import { launch } from "../../src/cli/launch.ts"
import { layer as changes } from "../../src/layers/ChangesMemory.ts"
import { layer as downloads } from "../../src/layers/DownloadsScripted.ts"
import { layer as flagImports } from "../../src/layers/FlagImportsScripted.ts"
import { layer as guildFiles } from "../../src/layers/GuildFilesMemory.ts"
import { layerNever } from "../../src/layers/InterruptsScripted.ts"
import { layer as logDirs } from "../../src/layers/LogDirsNode.ts"
import { layer as locks } from "../../src/layers/LocksMemory.ts"
import type { Script } from "../../src/layers/ProcessesScripted.ts"
import { layer as processes } from "../../src/layers/ProcessesScripted.ts"
import { layer as projectFiles } from "../../src/layers/ProjectFilesMemory.ts"
import { layer as pythonEnv } from "../../src/layers/PythonEnvScripted.ts"
import { layer as resources } from "../../src/layers/ResourcesScripted.ts"
import { layer as publishedRuns } from "../../src/layers/PublishedRunsFs.ts"
import { layer as runArchives } from "../../src/layers/RunArchivesFs.ts"
import { layer as runFiles } from "../../src/layers/RunFilesNode.ts"
import { layer as runIndex } from "../../src/layers/RunIndexMemory.ts"
import { layer as runOutput } from "../../src/layers/RunOutputMemory.ts"
import { layer as runStore } from "../../src/layers/RunStoreFs.ts"
import { layer as scalarLog } from "../../src/layers/ScalarLogTfevents.ts"
import { make as screen } from "../../src/layers/ScreenScripted.ts"
import { layer as sourceFiles } from "../../src/layers/SourceFilesMemory.ts"
import { layer as userFiles } from "../../src/layers/UserFilesNode.ts"
import { layer as vcs } from "../../src/layers/VcsScripted.ts"
import type { Host } from "../../src/services/Host.ts"
import type { Interrupts } from "../../src/services/Interrupts.ts"
import type { Processes } from "../../src/services/Processes.ts"
import type { Screen } from "../../src/services/Screen.ts"
import { layer as trialDesk } from "../../src/layers/TrialDeskMemory.ts"
import type { Terminal } from "../../src/services/Terminal.ts"
import { recordedTerminal } from "./recordedTerminal.ts"
import { testHost } from "./testHost.ts"

/** What a command line came to. */
export interface Ran {
  readonly out: string
  readonly err: string
  readonly code: number
}

export interface CommandLineOptions {
  /** What the user types when asked; nothing behind the last. */
  readonly answers?: ReadonlyArray<string>
  readonly host?: Partial<typeof Host.Service>
  readonly terminal?: Partial<typeof Terminal.Service>
  /** What programs do; none is started unless told of. */
  readonly processes?: Script
  /** Real programs in place of scripted ones. */
  readonly processesLayer?: Layer.Layer<Processes>
  readonly interrupts?: Layer.Layer<Interrupts>
  /** What happens at the whole screen, where a command takes it; nobody is there otherwise. */
  readonly screen?: Layer.Layer<Screen>
}

const services = (
  guildHome: string,
  terminal: Layer.Layer<Terminal>,
  options: CommandLineOptions
): Layer.Layer<GuildServices> => {
  const host = testHost({ guildHome, cwd: "/work/project", homeDir: "/home/u", ...options.host })
  const base = Layer.mergeAll(host, terminal, options.interrupts ?? layerNever, locks)
  const plain = Layer.mergeAll(
    flagImports({}),
    logDirs,
    guildFiles({}),
    options.processesLayer ?? processes(options.processes ?? (() => undefined)),
    projectFiles({}),
    pythonEnv(),
    resources(),
    runFiles,
    runOutput,
    options.screen ?? screen([], { rows: 24, columns: 80 }).layer,
    sourceFiles(new Map()),
    trialDesk,
    changes(new Map()),
    downloads(),
    vcs()
  )
  const disk = Layer.mergeAll(publishedRuns, runArchives, runStore, scalarLog, userFiles)
  return runIndex.pipe(Layer.provideMerge(disk), Layer.provideMerge(base), Layer.merge(plain))
}

/** All services, whatever a command needs. */
export const liveAs = (layer: Layer.Layer<GuildServices, GuildError>): Live => ({
  runs: () => Promise.resolve(layer),
  all: () => Promise.resolve(layer)
})

/** Every service, for a command that has no need of a terminal. */
export const testServices = (guildHome: string): Layer.Layer<GuildServices> =>
  services(guildHome, recordedTerminal([]).layer, {})

/**
 * Runs a command line, as main.ts does, on real run directories below a Guild home; programs, Guild files and the terminal are
 * scripted.
 */
export const guild = (
  guildHome: string,
  argv: ReadonlyArray<string>,
  options: CommandLineOptions = {}
): Effect.Effect<Ran> =>
  Effect.promise(async () => {
    const request = dispatch(root("~/.guild"), argv, () => 80)
    if (request.kind === "help") return { out: `${request.text}\n`, err: "", code: 0 }
    if (request.kind === "usage-error") return { out: "", err: `${request.text}\n`, code: 2 }
    const terminal = recordedTerminal(options.answers ?? [], options.terminal)
    const { code, stderr } = await launch(request, liveAs(services(guildHome, terminal.layer, options)), false)
    return { out: terminal.out(), err: terminal.err() + (stderr === "" ? "" : `${stderr}\n`), code }
  })
