import { Layer } from "effect"
import { layer as host } from "./HostNode.ts"
import type { HostOptions } from "./HostNode.ts"
import { layer as interrupts } from "./InterruptsNode.ts"
import { layer as locks } from "./LocksFs.ts"
import { layer as processes } from "./ProcessesNode.ts"
import { layer as runArchives } from "./RunArchivesFs.ts"
import { layer as runFiles } from "./RunFilesNode.ts"
import { layer as runIndex } from "./RunIndexSqlite.ts"
import { layer as runStore } from "./RunStoreFs.ts"
import { layer as scalarLog } from "./ScalarLogTfevents.ts"
import { layer as screen } from "./ScreenNode.ts"
import { layer as terminal } from "./TerminalNode.ts"
import { layer as userFiles } from "./UserFilesNode.ts"

/** What has to do with runs as they are, on this machine: the part of everything that lists and comparisons wait for. */
export const liveRuns = (options: HostOptions) =>
  runIndex.pipe(
    Layer.provideMerge(Layer.mergeAll(locks, runArchives, runFiles, runStore, scalarLog, userFiles)),
    Layer.provideMerge(Layer.mergeAll(host(options), interrupts, processes, screen, terminal))
  )
