import { Effect, Option } from "effect"
import type { FlagDef } from "../../domain/flags/FlagDef.ts"
import { encoderAttrs, FlagEncoderFailed, isEncoderSpec, leftAlone } from "../../domain/flags/FlagEncoder.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { jsonOrNone, pairsFromJson, toValueJson } from "../../domain/script/ValueJson.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { getKey, mapOf } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { PythonEnv } from "../../services/PythonEnv.ts"

/** Who has an encoder, and where its module is looked for. */
export type Encoding = Pick<OpDef, "flagEncoder" | "fullName" | "projectDir" | "parentDirs" | "pythonPath">

/** A module that imports a large framework takes many seconds. */
const TIMEOUT_MS = 60_000

const searchPath = (
  { parentDirs = [], projectDir, pythonPath }: Encoding,
  ambient: string | undefined,
  own: string
) => {
  const said = (pythonPath ?? "").split(":").filter((path) => path !== "")
  const dirs = [projectDir, ...said.map((path) => absolutePath(path, projectDir)), ...parentDirs]
  return [...dirs, ...(ambient === undefined || ambient === "" ? [] : [ambient]), own].join(":")
}

/** The values by flag, or why there are none. */
const readAnswer = (text: string): ValueMap | string | undefined => {
  const data = jsonOrNone(text)
  if (typeof data !== "object" || data === null) return undefined
  if ("error" in data) return String(data.error)
  const pairs = "flags" in data ? pairsFromJson(data.flags) : undefined
  return pairs && mapOf(pairs)
}

/**
 * Flag values as an optimizer gets them: each that the user left alone as the `flag-encoder` of an operation, a Python function
 * `MODULE:FUNCTION`, makes it of the value and of what the Guild file says of the flag. It is called in a process of its own, in
 * the project's directory. Without an encoder the values are what they are.
 */
export const encodeFlags = (encoding: Encoding, defs: ReadonlyArray<FlagDef>, given: ValueMap, flags: ValueMap) =>
  Effect.gen(function* () {
    const { flagEncoder: encoder, fullName: operation, projectDir } = encoding
    if (encoder === undefined) return flags
    const failed = (reason: string) => new FlagEncoderFailed({ operation, encoder, reason: visibleText(reason) })
    if (!isEncoderSpec(encoder)) return yield* failed("expected MODULE:FUNCTION")
    const host = yield* Host
    const interpreter = Option.getOrUndefined(yield* (yield* PythonEnv).interpreter)
    if (interpreter === undefined) return yield* failed("there is no Python to call it")
    const asked = leftAlone(defs, given).map((def) => [
      def.name,
      toValueJson(getKey(flags, def.name) ?? null),
      toValueJson(encoderAttrs(def))
    ])
    const path = searchPath(encoding, host.env["PYTHONPATH"], host.pythonPackageDir)
    const { exitStatus, stderr, stdout } = yield* (yield* Processes)
      .capture({
        argv: [interpreter, "-m", "guild.encode_flags_main", encoder],
        cwd: projectDir,
        env: { ...host.env, PYTHONPATH: path },
        stdin: "ignore",
        input: JSON.stringify(asked),
        timeoutMs: TIMEOUT_MS
      })
      .pipe(Effect.mapError((error) => failed(error.message)))
    const answer = readAnswer(stdout)
    if (answer === undefined)
      return yield* failed(stderr.trim().split("\n").at(-1) || `it ended with exit status ${exitStatus}`)
    if (typeof answer === "string") return yield* failed(answer)
    return mapOf([...Object.entries(flags), ...Object.entries(answer)])
  })
