import type { Effect } from "effect"
import type { GuildError } from "../GuildError.ts"
import type { ArgSet, ArgSpec } from "./Args.ts"
import type { OptionSet } from "./OptionSet.ts"
import type { OptionSpec } from "./Options.ts"
import type { Canonical } from "./Read.ts"
import type { GuildServices } from "./Services.ts"

/** What a handler is given: decoded options and arguments, and the command as the user named it (`guild runs info`). */
export interface Input<out O, out A> {
  readonly options: O
  readonly args: A
  readonly path: string
}

/** What a command does. A number is the exit code, nothing is 0. */
export type Handler<in O, in A> = (input: Input<O, A>) => Effect.Effect<number | void, GuildError, GuildServices>

interface Named {
  readonly name: string
  readonly aliases: ReadonlyArray<string>
  /** Works, and stands in no list of commands. */
  readonly hidden: boolean
  /** One sentence for lists of commands; the first paragraph of its help. */
  readonly summary: string
  /** Further paragraphs of its help. */
  readonly help: ReadonlyArray<string>
  readonly options: ReadonlyArray<readonly [key: string, spec: OptionSpec]>
}

/** A command with its types put away: `start` decodes what was read and gives the handler's effect. */
export interface Command extends Named {
  readonly kind: "command"
  readonly args: ReadonlyArray<readonly [key: string, spec: ArgSpec]>
  readonly start: (
    canonical: Canonical,
    path: string
  ) => Promise<Effect.Effect<number | void, GuildError, GuildServices>>
}

/** Commands under a common name. With `fallback`, the group's own options are those of that command, and it runs alone. */
export interface Group extends Named {
  readonly kind: "group"
  readonly commands: ReadonlyArray<Command | Group>
  readonly fallback: Command | undefined
}

interface CommandSpec<O, A> {
  readonly name: string
  readonly aliases?: ReadonlyArray<string>
  readonly hidden?: boolean
  readonly summary: string
  readonly help?: ReadonlyArray<string>
  readonly options: OptionSet<O>
  readonly args: ArgSet<A>
  /** Loads the handler; nothing of it is loaded for help or for another command. */
  readonly handler: () => Promise<{ readonly handle: Handler<O, A> }>
}

/**
 * Declares a command. A declaration is data that every start of guild loads, so it imports nothing heavy; the handler and
 * what it needs are loaded when the command runs.
 */
export const command = <O, A>(spec: CommandSpec<O, A>): Command => ({
  kind: "command",
  name: spec.name,
  aliases: spec.aliases ?? [],
  hidden: spec.hidden ?? false,
  summary: spec.summary,
  help: spec.help ?? [],
  options: spec.options.specs,
  args: spec.args.specs,
  start: async (canonical, path) => {
    const { handle } = await spec.handler()
    return handle({ options: spec.options.decode(canonical.options), args: spec.args.decode(canonical.args), path })
  }
})

interface GroupSpec {
  readonly name: string
  readonly aliases?: ReadonlyArray<string>
  readonly hidden?: boolean
  readonly summary: string
  readonly help?: ReadonlyArray<string>
  /** Options of the group itself; those of `fallback` where there is one. */
  readonly options?: OptionSet<unknown>
  readonly commands: ReadonlyArray<Command | Group>
  readonly fallback?: Command
}

/** Declares a group of commands. */
export const group = (spec: GroupSpec): Group => ({
  kind: "group",
  name: spec.name,
  aliases: spec.aliases ?? [],
  hidden: spec.hidden ?? false,
  summary: spec.summary,
  help: spec.help ?? [],
  options: spec.fallback?.options ?? spec.options?.specs ?? [],
  commands: spec.commands,
  fallback: spec.fallback
})
