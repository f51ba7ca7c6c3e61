import { Arbitrary, Layer } from "effect"
import type { FastCheck, Schema } from "effect"
import * as fc from "effect/FastCheck"
import type { FixedHost } from "./layers/HostFixed.ts"
import { layer as host } from "./layers/HostFixed.ts"
import { layerNever } from "./layers/InterruptsScripted.ts"
import type { Act, ProcessScript } from "./layers/process/ScriptedLife.ts"
import type { Script } from "./layers/ProcessesScripted.ts"
import { layer as processes } from "./layers/ProcessesScripted.ts"
import { layer as pythonEnv } from "./layers/PythonEnvScripted.ts"
import { layer as resources } from "./layers/ResourcesScripted.ts"
import { layer as runIndex } from "./layers/RunIndexMemory.ts"
import { layer as runOutput } from "./layers/RunOutputMemory.ts"
import { layerWith as runStore } from "./layers/RunStoreMemory.ts"
import { layer as scalarLog } from "./layers/ScalarLogMemory.ts"
import { layer as sourceFiles } from "./layers/SourceFilesMemory.ts"
import type { Printed } from "./layers/TerminalMemory.ts"
import { make as terminal } from "./layers/TerminalMemory.ts"
import { layer as userFiles } from "./layers/UserFilesMemory.ts"
import { layer as vcs } from "./layers/VcsScripted.ts"
import type { NodeServices } from "./api/NodeRun.ts"
import { layer as guild } from "./api/ScriptedGuild.ts"

export { notFound } from "./layers/ProcessesScripted.ts"
export type { Act, ProcessScript } from "./layers/process/ScriptedLife.ts"
export type { Script } from "./layers/ProcessesScripted.ts"
export type { Printed } from "./layers/TerminalMemory.ts"
export { layer as processes } from "./layers/ProcessesScripted.ts"
export { make as interrupts } from "./layers/InterruptsScripted.ts"
export { layer as host } from "./layers/HostFixed.ts"

/** What is told of a machine in memory; nothing is in it that is not. */
export interface MemoryOptions {
  /**
   * What each process does that is started; one that is not told of is a defect that names its command. An operation of a Guild file is
   * the process of a guild, `... run OPERATION ...`: what that prints is the output of the operation's run, with its scalars.
   */
  readonly script?: Script
  /** What is not told of the machine is as on some Linux. */
  readonly host?: FixedHost
  /** Files that are there at first, by absolute path. Given as a map, it is what files are written to. */
  readonly files?: Map<string, string>
}

/** A machine in memory, and what can be seen of it. */
export interface Memory {
  /** Everything that a pipeline needs, without a process or a disk. */
  readonly layer: Layer.Layer<NodeServices>
  /** What was printed so far. */
  readonly printed: Printed
  /** Files that runs wrote, by absolute path. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * A machine in memory: runs, scalars, output and files are kept while the layer lives, processes do as they are told, and time is the
 * Clock of the test.
 */
export const memory = ({
  files = new Map<string, string>(),
  host: told,
  script = () => undefined
}: MemoryOptions = {}): Memory => {
  const { layer: screen, printed } = terminal()
  const machine = Layer.mergeAll(
    host({ guildHome: "/guild", ...told }),
    layerNever,
    processes(script),
    pythonEnv(),
    resources(),
    runOutput,
    screen,
    sourceFiles(new Map()),
    userFiles(files),
    vcs()
  )
  const stores = Layer.mergeAll(runStore({ guildHome: told?.guildHome ?? "/guild" }), scalarLog)
  const layer = guild.pipe(Layer.provideMerge(runIndex), Layer.provideMerge(stores), Layer.provideMerge(machine))
  return { layer, printed, files }
}

/** A process that prints lines and ends. */
export const prints = (lines: ReadonlyArray<string>, exitStatus = 0): ProcessScript => ({
  acts: lines.map((line): Act => ({ print: `${line}\n`, stream: 0 })),
  exitStatus
})

/** Values that a Schema takes, as its type. */
export const arbitrary: <A, I>(schema: Schema.Schema<A, I>) => FastCheck.Arbitrary<A> = Arbitrary.make

/** Any process: what it prints, on which stream, and how it ends; one in a few fails. */
export const arbitraryProcess: FastCheck.Arbitrary<ProcessScript> = fc.record({
  acts: fc.array(fc.record({ print: fc.string(), stream: fc.constantFrom<0 | 1>(0, 1) }), { maxLength: 4 }),
  exitStatus: fc.oneof(
    { arbitrary: fc.constant(0), weight: 3 },
    { arbitrary: fc.integer({ min: -15, max: 255 }), weight: 1 }
  )
})
