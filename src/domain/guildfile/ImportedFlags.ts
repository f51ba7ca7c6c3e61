import type { FlagDef } from "../flags/FlagDef.ts"
import type { OpDef } from "../ops/OpDef.ts"
import { sortFlags } from "./DecodeFlag.ts"

/** The name under which a script knows a flag. */
const scriptName = (flag: FlagDef): string => flag.argName ?? flag.name

/** Which of a script's flags the operation takes: see `FlagsImport`; names to skip are never taken. */
const isWanted = (op: OpDef, name: string): boolean => {
  if (op.flagsImportSkip.includes(name)) return false
  switch (op.flagsImport) {
    case "all":
      return true
    case "none":
      return false
    case "defined":
      return op.flags.some((flag) => flag.name === name || scriptName(flag) === name)
    default:
      return op.flagsImport.includes(name)
  }
}

/** A flag of the Guild file with what it leaves open taken from the script's own. */
const fillFlag = (own: FlagDef, imported: FlagDef): FlagDef => ({
  name: own.name,
  default: own.default ?? imported.default,
  description: own.description === "" ? imported.description : own.description,
  type: own.type ?? imported.type,
  required: own.required || imported.required,
  argName: own.argName ?? imported.argName,
  argSkip: own.argSkip ?? imported.argSkip,
  argSwitch: own.argSwitch ?? imported.argSwitch,
  argSplit: own.argSplit ?? imported.argSplit,
  argEncoding: own.argEncoding ?? imported.argEncoding,
  envName: own.envName ?? imported.envName,
  envEncoding: own.envEncoding ?? imported.envEncoding,
  alias: own.alias ?? imported.alias,
  choices: own.choices.length > 0 ? own.choices : imported.choices,
  allowOther: own.allowOther || (own.choices.length === 0 && imported.allowOther),
  min: own.min ?? imported.min,
  max: own.max ?? imported.max,
  distribution: own.distribution ?? imported.distribution,
  nullLabel: own.nullLabel ?? imported.nullLabel,
  extra: { ...imported.extra, ...own.extra }
})

/**
 * An operation with its script's flags: those that it wants are added, or complete the flag of the Guild file that has the
 * script's name or names it by `arg-name`; what the Guild file says stands. The destination is the Guild file's, or else what
 * was found in the script, whether flags are taken or not.
 */
export const mergeImported = (op: OpDef, flags: ReadonlyArray<FlagDef>, dest: string): OpDef => {
  const wanted = new Map(flags.filter((flag) => isWanted(op, flag.name)).map((flag) => [flag.name, flag]))
  const taken = new Set(op.flags.map((flag) => flag.name))
  const own = op.flags.map((flag) => {
    const imported = wanted.get(scriptName(flag)) ?? wanted.get(flag.name)
    if (imported === undefined) return flag
    taken.add(imported.name)
    return fillFlag(flag, imported)
  })
  const added = Array.from(wanted.values()).filter((flag) => !taken.has(flag.name))
  return { ...op, flags: sortFlags([...own, ...added]), flagsDest: op.flagsDest ?? dest }
}

/** Nothing of the script matters where neither its flags nor the way to pass them is asked for. */
export const needsScript = (op: OpDef): boolean => op.flagsImport !== "none" || op.flagsDest === undefined
