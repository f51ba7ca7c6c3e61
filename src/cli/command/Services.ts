import type { Changes } from "../../services/Changes.ts"
import type { Downloads } from "../../services/Downloads.ts"
import type { FlagImports } from "../../services/FlagImports.ts"
import type { GuildFiles } from "../../services/GuildFiles.ts"
import type { Host } from "../../services/Host.ts"
import type { Interrupts } from "../../services/Interrupts.ts"
import type { Locks } from "../../services/Locks.ts"
import type { LogDirs } from "../../services/LogDirs.ts"
import type { Processes } from "../../services/Processes.ts"
import type { ProjectFiles } from "../../services/ProjectFiles.ts"
import type { PythonEnv } from "../../services/PythonEnv.ts"
import type { PublishedRuns } from "../../services/PublishedRuns.ts"
import type { Resources } from "../../services/Resources.ts"
import type { RunArchives } from "../../services/RunArchives.ts"
import type { RunFiles } from "../../services/RunFiles.ts"
import type { RunIndex } from "../../services/RunIndex.ts"
import type { RunOutput } from "../../services/RunOutput.ts"
import type { RunStore } from "../../services/RunStore.ts"
import type { ScalarLog } from "../../services/ScalarLog.ts"
import type { Screen } from "../../services/Screen.ts"
import type { SourceFiles } from "../../services/SourceFiles.ts"
import type { Terminal } from "../../services/Terminal.ts"
import type { TrialDesk } from "../../services/TrialDesk.ts"
import type { UserFiles } from "../../services/UserFiles.ts"
import type { Vcs } from "../../services/Vcs.ts"

/** What a command may ask for that has to do with runs alone, as they are: it starts none and reads no project. */
export type RunServices =
  Host | Interrupts | Locks | Processes | RunArchives | RunFiles | RunIndex | RunStore | Screen | Terminal | UserFiles

/** Everything that a command may ask for; the wiring in main.ts gives it. */
export type GuildServices =
  | RunServices
  | Changes
  | Downloads
  | FlagImports
  | GuildFiles
  | LogDirs
  | ProjectFiles
  | PublishedRuns
  | PythonEnv
  | Resources
  | RunOutput
  | ScalarLog
  | SourceFiles
  | TrialDesk
  | Vcs
