import type { Effect } from "effect"
import type { GuildError } from "../GuildError.ts"
import type { ArgSet, ArgSpec } from "./Args.ts"
import type { OptionSet } from "./OptionSet.ts"
import type { OptionSpec } from "./Options.ts"
import type { Canonical } from "./Read.ts"
import type { GuildServices, RunServices } from "./Services.ts"

/** What a handler is given: decoded options and arguments, and the command as the user named it (`guild runs info`). */
export interface Input<out O, out A> {
  readonly options: O
  readonly args: A
  readonly path: string
}

/** The rest of a command: a number is the exit code, nothing is 0. */
export type Work<S> = Effect.Effect<number | void, GuildError, S>

/** What a command does. */
export type Handler<in O, in A, out S = GuildServices> = (input: Input<O, A>) => Work<S>

/** A command that is about to be done, and which services it needs: fewer are made sooner. */
export type Started =
  | { readonly needs: "runs"; readonly work: Work<RunServices> }
  | { readonly needs: "all"; readonly work: Work<GuildServices> }

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

/** A command with its types put away: `start` decodes what was read and gives what the handler does then. */
export interface Command extends Named {
  readonly kind: "command"
  readonly args: ReadonlyArray<readonly [key: string, spec: ArgSpec]>
  readonly start: (canonical: Canonical, path: string) => Promise<Started>
}

/** Commands under a common name. With `fallback`, the group's own options are those of that command, and it runs alone. */
export interface Group extends Named {
  readonly kind: "group"
  readonly commands: ReadonlyArray<Command | Group>
  readonly fallback: Command | undefined
}

interface Declared<O, A> {
  readonly name: string
  readonly aliases?: ReadonlyArray<string>
  readonly hidden?: boolean
  readonly summary: string
  readonly help?: ReadonlyArray<string>
  readonly options: OptionSet<O>
  readonly args: ArgSet<A>
}

/** Loads the handler; nothing of it is loaded for help or for another command. */
type Loading<O, A, S> = () => Promise<{ readonly handle: Handler<O, A, S> }>

/** `needs` says that the handler asks for `RunServices` alone. */
type CommandSpec<O, A> = Declared<O, A> &
  (
    | { readonly needs: "runs"; readonly handler: Loading<O, A, RunServices> }
    | { readonly needs?: "all"; readonly handler: Loading<O, A, GuildServices> }
  )

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
    const input = () => ({
      options: spec.options.decode(canonical.options),
      args: spec.args.decode(canonical.args),
      path
    })
    return spec.needs === "runs"
      ? { needs: "runs", work: (await spec.handler()).handle(input()) }
      : { needs: "all", work: (await spec.handler()).handle(input()) }
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
