import type { Effect, Option } from "effect"
import { Context } from "effect"

/**
 * Owns what is known of the machine and of the process guild was started as. Read once; a test says what it likes.
 * Does not own anything that changes while guild runs, but for `env` look-ups.
 */
export class Host extends Context.Tag("guild/Host")<
  Host,
  {
    /** The directory that commands act in: the real one, or `-C`. Absolute. */
    readonly cwd: string
    /** The directory that guild was started in, whatever `-C` says. Absolute. */
    readonly startDir: string
    /** The Guild home: `-H`, GUILD_HOME, an activated environment's, or ~/.guild. Absolute. */
    readonly guildHome: string
    readonly homeDir: string
    readonly env: Readonly<Record<string, string>>
    readonly hostName: string
    readonly userName: string
    readonly pid: number
    /** Absolute path of guild's own program, and the arguments that start it again. */
    readonly self: readonly [string, ...Array<string>]
    /** Such as `20.11.1`; a machine that a test makes up may do without. */
    readonly nodeVersion?: string
    /** The words behind `guild` on the command line, as typed. */
    readonly argv: ReadonlyArray<string>
    /** The directory of the Python package `guild` that runs need on their path. */
    readonly pythonPackageDir: string
    /** The directory of the small programs that Node and R runs are started with. */
    readonly runtimeDir: string
    /** Absolute path of a program on PATH. */
    readonly which: (program: string) => Effect.Effect<Option.Option<string>>
    readonly platform: {
      readonly architecture: string
      readonly cpus: number
      readonly processor: string
      readonly uname: string
    }
  }
>() {}
