import type { Effect, Option } from "effect"
import { Context, Schema } from "effect"
import type { ResourceDef, ResourceSource } from "../domain/resources/ResourceDef.ts"
import type { OpRunRequest } from "../domain/resources/ResourceOpRun.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import type { IndexError } from "./RunIndex.ts"
import type { StoreError } from "./RunStore.ts"
import type { OutputSink } from "./Processes.ts"

/** Something that a run requires is not to be had. */
export class DependencyNotMet extends Schema.TaggedError<DependencyNotMet>()("DependencyNotMet", {
  /** The source's URI. */
  source: Schema.String,
  resource: Schema.String,
  reason: Schema.String
}) {
  /** What is missing, for a run that goes on without it. */
  get unmet(): string {
    return `a dependency was not met: could not resolve '${this.source}' in ${this.resource} resource: ${this.reason}`
  }

  override get message(): string {
    return `run failed because ${this.unmet}`
  }
}

/** What a source is resolved for, and whom to ask and to tell on the way. */
export interface ResolveContext {
  readonly run: RunRef
  /** Where the Guild file is that defines the resource: what its paths are relative to. Absolute. */
  readonly projectDir: string
  /** Projects that the operation's model inherits from, where what its own does not have is looked for. Absolute. */
  readonly parentDirs?: ReadonlyArray<string>
  /** The model of the operation that requires the resource. */
  readonly modelName: string
  readonly flags: ValueMap
  /** What stands in for the source: a file, or for an operation a run's id, the beginning of it, or a directory. */
  readonly override: Value | undefined
  /** An earlier start of the run resolved the source: links that it left give way. */
  readonly again?: boolean
  readonly findRun: (request: OpRunRequest) => Effect.Effect<Option.Option<RunRef>, IndexError | StoreError>
  /** A line of progress, such as which run's output is used. */
  readonly say: (line: string) => Effect.Effect<void>
  readonly warn: (line: string) => Effect.Effect<void>
  /** Takes what a command prints that a source is processed with. */
  readonly output: OutputSink
  /** Told, while something is downloaded, of the bytes that are there, and of how many there will be where that is known. */
  readonly progress?: ((bytes: number, total: number | undefined) => void) | undefined
}

/**
 * Owns getting at what a run requires and putting it into the run directory, as links unless asked for copies.
 * Does not own what resources there are (domain/ResourceDecode), or recording what was resolved (RunStore).
 *
 * Laws, held by `test/layers/ResourcesNode.test.ts`: a link leads, relative to where it stands, to the source; nothing is written
 * outside the run and the Guild home's cache; what is in the run already is left as it is.
 */
export class Resources extends Context.Tag("guild/Resources")<
  Resources,
  {
    /** Resolves one source of a resource. Gives the paths of what was found, relative to the run directory, as `resolved_deps` has them. */
    readonly resolve: (
      source: ResourceSource,
      resource: ResourceDef,
      context: ResolveContext
    ) => Effect.Effect<ReadonlyArray<string>, DependencyNotMet | IndexError | StoreError>
    /** Fails where a run has links to some of what it resolved a source to, and that is gone. Paths are as `resolve` gave them. */
    readonly verify: (
      source: ResourceSource,
      resource: ResourceDef,
      run: RunRef,
      paths: ReadonlyArray<string>
    ) => Effect.Effect<void, DependencyNotMet>
    /**
     * Whether what a run has of a source goes with these flags: a configuration file has their values in it, other files have none.
     * What cannot be read any more is taken as it is. Paths are as `resolve` gave them.
     */
    readonly goesWith: (
      source: ResourceSource,
      run: RunRef,
      paths: ReadonlyArray<string>,
      flags: ValueMap
    ) => Effect.Effect<boolean>
  }
>() {}
