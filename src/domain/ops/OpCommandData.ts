import { Either, Schema } from "effect"
import type { CmdFlag, OpCmd } from "./OpCommand.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

/** Data that is no command template, such as a damaged `op` attribute. */
export class InvalidOpCmd extends Schema.TaggedError<InvalidOpCmd>()("InvalidOpCmd", {
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid operation command: ${this.reason}`
  }
}

const flagToData = (flag: CmdFlag): ValueMap =>
  mapOf(
    Object.entries({
      "arg-name": flag.argName,
      "arg-skip": flag.argSkip === true ? true : undefined,
      "arg-switch": flag.argSwitch,
      "arg-split": flag.argSplit,
      "arg-encoding": flag.argEncoding,
      "env-name": flag.envName,
      "env-encoding": flag.envEncoding
    }).flatMap(([key, value]): ReadonlyArray<readonly [string, Value]> =>
      value === undefined || value === null || value === "" ? [] : [[key, value]]
    )
  )

/** A template as the `op-cmd` part of the `op` attribute keeps it; what is at its default is left out. */
export const toData = (cmd: OpCmd): ValueMap => {
  const flags = [...cmd.cmdFlags].flatMap(([name, flag]) => {
    const data = flagToData(flag)
    return Object.keys(data).length === 0 ? [] : [[name, data] as const]
  })
  return mapOf([
    ["cmd-args", [...cmd.cmdArgs]],
    ...(Object.keys(cmd.cmdEnv).length === 0 ? [] : [["cmd-env", cmd.cmdEnv] as const]),
    ...(flags.length === 0 ? [] : [["cmd-flags", mapOf(flags)] as const])
  ])
}

const flagFromData = (data: ValueMap): CmdFlag => {
  const text = (key: string) => {
    const value = getKey(data, key)
    return typeof value === "string" ? value : undefined
  }
  const map = (key: string) => {
    const value = getKey(data, key)
    return value !== undefined && isMap(value) ? value : undefined
  }
  return {
    argName: text("arg-name"),
    argSkip: getKey(data, "arg-skip") === true ? true : undefined,
    argSwitch: getKey(data, "arg-switch"),
    argSplit: getKey(data, "arg-split"),
    argEncoding: map("arg-encoding"),
    envName: text("env-name"),
    envEncoding: map("env-encoding")
  }
}

/** Reads what `toData` writes. Unknown keys are passed over. */
export const fromData = (data: Value): Either.Either<OpCmd, InvalidOpCmd> => {
  const fail = (reason: string) => Either.left(new InvalidOpCmd({ reason }))
  if (!isMap(data)) return fail("expected a map")
  const args = getKey(data, "cmd-args") ?? []
  const env = getKey(data, "cmd-env") ?? {}
  const flags = getKey(data, "cmd-flags") ?? {}
  if (!isList(args)) return fail("cmd-args is not a list")
  const words = args.filter((arg) => typeof arg === "string")
  if (words.length !== args.length) return fail("cmd-args holds something other than text")
  if (!isMap(env)) return fail("cmd-env is not a map")
  if (!isMap(flags)) return fail("cmd-flags is not a map")
  const cmdFlags = new Map<string, CmdFlag>()
  for (const [name, flag] of Object.entries(flags)) {
    if (!isMap(flag)) return fail(`cmd-flags has no map for ${name}`)
    cmdFlags.set(name, flagFromData(flag))
  }
  return Either.right({ cmdArgs: words, cmdEnv: env, cmdFlags })
}
