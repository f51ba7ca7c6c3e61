import { Layer } from "effect"
import { layer as changes } from "./ChangesNode.ts"
import { layer as downloads } from "./DownloadsNode.ts"
import { layer as flagImports } from "./FlagImportsNode.ts"
import { layer as guildFiles } from "./GuildFilesFs.ts"
import { layer as host } from "./HostNode.ts"
import type { HostOptions } from "./HostNode.ts"
import { layer as interrupts } from "./InterruptsNode.ts"
import { layer as locks } from "./LocksFs.ts"
import { layer as logDirs } from "./LogDirsNode.ts"
import { layer as processes } from "./ProcessesNode.ts"
import { layer as projectFiles } from "./ProjectFilesFs.ts"
import { layer as publishedRuns } from "./PublishedRunsFs.ts"
import { layer as pythonEnv } from "./PythonEnvNode.ts"
import { layer as resources } from "./ResourcesNode.ts"
import { layer as runArchives } from "./RunArchivesFs.ts"
import { layer as runFiles } from "./RunFilesNode.ts"
import { layer as runIndex } from "./RunIndexSqlite.ts"
import { layer as runOutput } from "./RunOutputFs.ts"
import { layer as runStore } from "./RunStoreFs.ts"
import { layer as scalarLog } from "./ScalarLogTfevents.ts"
import { layer as screen } from "./ScreenNode.ts"
import { layer as sourceFiles } from "./SourceFilesNode.ts"
import { layer as trialDesk } from "./TrialDeskNode.ts"
import { layer as terminal } from "./TerminalNode.ts"
import { layer as userFiles } from "./UserFilesNode.ts"
import { layer as vcs } from "./VcsGit.ts"

/** What needs only the machine. */
const machine = (options: HostOptions) =>
  Layer.mergeAll(Layer.provideMerge(trialDesk, host(options)), interrupts, processes, screen, terminal, projectFiles)

const stores = Layer.mergeAll(
  changes,
  locks,
  publishedRuns,
  logDirs,
  runArchives,
  runFiles,
  runOutput,
  runStore,
  scalarLog,
  sourceFiles,
  userFiles,
  guildFiles
)

/** Everything that a command may ask for, on this machine. Heavy parts are loaded when they are first used. */
export const live = (options: HostOptions) =>
  Layer.mergeAll(downloads, flagImports, resources).pipe(
    Layer.provideMerge(Layer.mergeAll(pythonEnv, vcs, runIndex)),
    Layer.provideMerge(stores),
    Layer.provideMerge(machine(options))
  )
