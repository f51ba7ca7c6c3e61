import { sortFlags } from "../guildfile/DecodeFlag.ts"
import type { OpDef } from "../ops/OpDef.ts"
import { normalizePath } from "../text/Paths.ts"
import type { ValueMap } from "../Value.ts"
import { getKey } from "../Value.ts"
import type { FlagDef } from "./FlagDef.ts"
import { emptyFlagDef } from "./FlagDef.ts"

const PREFIX = "config:"

/** The configuration file, relative to the project, that a `flags-dest` names: `config:FILE`. */
export const configDest = (dest: string | undefined): string | undefined =>
  dest?.startsWith(PREFIX) === true ? dest.slice(PREFIX.length).trim() : undefined

/** The flags that the values of a configuration file are: names with dots for nested ones. */
export const configFlags = (values: ValueMap): ReadonlyArray<FlagDef> =>
  sortFlags(Object.entries(values).map(([name, value]) => ({ ...emptyFlagDef(name), default: value })))

const requires = (op: OpDef, path: string): boolean =>
  op.requires.some(({ spec }) => typeof spec !== "string" && getKey(spec, "config") === path)

/** Where the file stands in a run's directory: where the script looks for it, or at the top for one from outside of the project. */
const place = (path: string): ValueMap => {
  const inProject = normalizePath(path)
  const slash = inProject.lastIndexOf("/")
  return slash < 1 || /^(?:\/|\.\.\/)/.test(inProject) ? {} : { "target-path": inProject.slice(0, slash) }
}

/**
 * An operation whose flags go into a file: it requires that file, with the flags' values in it, and passes no arguments. Where it
 * says itself that it requires the file, it may say more of it.
 */
export const withConfigDest = (op: OpDef, path: string): OpDef => ({
  ...op,
  defaultFlagArgSkip: true,
  requires: requires(op, path)
    ? op.requires
    : [...op.requires, { spec: { config: path, name: `${PREFIX}${path}`, "replace-existing": true, ...place(path) } }]
})
