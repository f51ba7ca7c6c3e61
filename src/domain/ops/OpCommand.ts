import { Either } from "effect"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import { UndefinedReference } from "./OpCommandRefs.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import { splitShell } from "../text/Shlex.ts"
import type { Value, ValueMap } from "../Value.ts"
import { equals, getKey, isList, mapOf } from "../Value.ts"
import { resolvePlain } from "../yaml/YamlScalar.ts"

/** The word of a command template where the flags go. */
export const FLAG_ARGS = "__flag_args__"

/** How one flag becomes arguments and a variable. */
export interface CmdFlag {
  /** `--NAME`, where it is not the flag's own name. */
  readonly argName?: string | undefined
  readonly argSkip?: boolean | undefined
  /** `--name` alone, and only for this value. */
  readonly argSwitch?: Value | undefined
  /** `true` splits the value as a shell would, a text splits it there; each part is an argument. */
  readonly argSplit?: Value | undefined
  /** Argument texts by value. */
  readonly argEncoding?: ValueMap | undefined
  /** Variable, where it is not `FLAG_` and the name in upper case. */
  readonly envName?: string | undefined
  readonly envEncoding?: ValueMap | undefined
}

/** A command template: words, variables, and how flags go in. */
export interface OpCmd {
  readonly cmdArgs: ReadonlyArray<string>
  readonly cmdEnv: ValueMap
  readonly cmdFlags: ReadonlyMap<string, CmdFlag>
}

export interface GeneratedCommand {
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
  readonly warnings: ReadonlyArray<string>
}

const byName = (flags: ValueMap): ReadonlyArray<readonly [string, Value]> =>
  Object.entries(flags).sort(([a], [b]) => byCodePoint(a, b))

/** Text for the environment and for references in words: strings bare, everything else as flags are encoded. */
const bareText = (value: Value): string => (typeof value === "string" ? value : encodeFlagValue(value))

/** Equality in which, as in Python, true is 1 and false is 0. */
const sameValue = (a: Value, b: Value): boolean => {
  const number = (value: Value) => (typeof value === "boolean" ? Number(value) : value)
  return equals(number(a), number(b))
}

/** What an encoding has for a value: its keys are values as YAML writes them. */
const encodedBy = (encoding: ValueMap | undefined, value: Value): string | undefined => {
  const found = Object.entries(encoding ?? {}).find(
    ([key]) => key === encodeFlagValue(value) || sameValue(resolvePlain(key, "float"), value)
  )
  return found === undefined ? undefined : found[1] === null ? "" : bareText(found[1])
}

const splitText = (text: string, split: Value): ReadonlyArray<string> =>
  split === true || split === "shlex" ? Either.getOrElse(splitShell(text), () => [text]) : text.split(bareText(split))

/** The arguments that a value is split into: a list has its parts already. */
const splitValue = (value: Value, split: Value): ReadonlyArray<string> =>
  isList(value) ? value.map(bareText) : splitText(bareText(value), split)

/** The default name of a flag's variable: `FLAG_LEARNING_RATE` for `learning-rate`. */
export const flagEnvName = (name: string): string => `FLAG_${name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_")}`

interface FlagArgs {
  readonly args: ReadonlyArray<string>
  readonly warning?: string
}

/** What argparse takes for a negative number, and so for no option. */
const NEGATIVE = /^-\d+$|^-\d*\.\d+$/

/**
 * Whether flags are read by a Python program, as most by argparse: a value that looks like an option, such as `--x` or `-1e-05`, is
 * one to it where it stands by itself.
 */
const isPythonReader = ({ cmdArgs, cmdEnv }: OpCmd): boolean => {
  const dest = getKey(cmdEnv, "FLAGS_DEST") ?? "args"
  return cmdArgs.includes("guild.op_main") && typeof dest === "string" && /^args(:|$)/.test(dest)
}

interface ArgsContext {
  /** Words that stand before the flags. */
  readonly before: ReadonlyArray<string>
  /** A value that looks like an option is joined to its flag. */
  readonly joins: boolean
}

const flagArgs = (name: string, value: Value, flag: CmdFlag, { before, joins }: ArgsContext): FlagArgs => {
  if (flag.argSkip === true) return { args: [] }
  const option = `--${flag.argName ?? name}`
  if (before.some((word) => word === option || word.startsWith(`${option}=`))) {
    if (value === null) return { args: [] }
    const warning = `ignoring flag '${name}=${encodeFlagValue(value)}' because it's shadowed in the operation cmd as ${option}`
    return { args: [], warning }
  }
  if (flag.argSwitch !== undefined && flag.argSwitch !== null)
    return { args: sameValue(flag.argSwitch, value) ? [option] : [] }
  if (value === null) return { args: [] }
  const encoded = encodedBy(flag.argEncoding, value)
  const split = flag.argSplit
  if (split !== undefined && split !== null && split !== false)
    return { args: [option, ...(encoded === undefined ? splitValue(value, split) : splitText(encoded, split))] }
  const text = encoded ?? encodeFlagValue(value)
  const read = encoded === undefined && typeof value === "string" ? value : text
  return { args: joins && read.startsWith("-") && !NEGATIVE.test(read) ? [`${option}=${text}`] : [option, text] }
}

const REFERENCE = /\$\{([^{}]+)\}/g

/** A word with its references replaced, once: what a flag's value says is data, whatever it looks like. */
const wordText = (word: string, params: ValueMap): Either.Either<string, UndefinedReference> => {
  const unknown = Array.from(word.matchAll(REFERENCE), (match) => match[1] ?? "").find(
    (name) => !Object.hasOwn(params, name)
  )
  if (unknown !== undefined) return Either.left(new UndefinedReference({ reference: unknown }))
  return Either.right(word.replaceAll(REFERENCE, (_, name: string) => bareText(getKey(params, name) ?? null)))
}

/** A variable's text: references to flags replaced, any others left to whoever reads the variable. */
const envText = (value: Value, params: ValueMap): string =>
  value === null
    ? ""
    : bareText(value).replaceAll(REFERENCE, (whole, name: string) => {
        const found = getKey(params, name)
        return found === undefined ? whole : bareText(found)
      })

/**
 * The command that a template and flag values make. Words have `${NAME}` replaced from `resolveParams`; flags go where
 * `__flag_args__` stands, by name, null ones left out; each flag and each variable of the template goes into the environment,
 * flags last. References to flags in the template's variables are replaced too, any others stay.
 */
export const generate = (
  cmd: OpCmd,
  flags: ValueMap,
  resolveParams: ValueMap
): Either.Either<GeneratedCommand, UndefinedReference> =>
  Either.gen(function* () {
    const params = mapOf(Object.entries(resolveParams).map(([name, value]) => [name, bareText(value)] as const))
    const args: Array<string> = []
    const warnings: Array<string> = []
    const joins = isPythonReader(cmd)
    for (const word of cmd.cmdArgs) {
      if (word !== FLAG_ARGS) args.push(yield* wordText(word, params))
      else {
        const before = [...args]
        for (const [name, value] of byName(flags)) {
          const made = flagArgs(name, value, cmd.cmdFlags.get(name) ?? {}, { before, joins })
          args.push(...made.args)
          if (made.warning !== undefined) warnings.push(made.warning)
        }
      }
    }
    const env = new Map<string, string>()
    for (const [name, value] of Object.entries(cmd.cmdEnv)) env.set(name, envText(value, params))
    for (const [name, value] of byName(flags)) {
      const flag = cmd.cmdFlags.get(name)
      if (value !== null)
        env.set(flag?.envName ?? flagEnvName(name), encodedBy(flag?.envEncoding, value) ?? bareText(value))
    }
    return { args, env: Object.fromEntries(env), warnings }
  })
