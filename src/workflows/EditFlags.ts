import { Effect, Either } from "effect"
import { resolveFlags } from "../domain/flags/FlagResolve.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { resourceFlags } from "../domain/resources/ResourceFlags.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { InvalidEditedFlags } from "../domain/UserError.ts"
import { isMap } from "../domain/Value.ts"
import { dumpYaml, parseYaml, parseYamlSpelling } from "../domain/yaml/Yaml.ts"
import { editText } from "./EditText.ts"
import { asSpelled } from "./SettleFlags.ts"

/** Lets the user edit the flags as YAML, with their defaults filled in, before anything is checked. */
export const editFlags = (op: OpDef, request: RunRequest) =>
  Effect.gen(function* () {
    const resolved = yield* resolveFlags(op.flags, asSpelled(op, request).flags, {
      force: true,
      operation: op.fullName,
      resourceFlags: resourceFlags(op)
    })
    const text = yield* editText("flags.yml", dumpYaml(resolved.flags))
    const edited = parseYaml(text)
    if (Either.isLeft(edited)) return yield* new InvalidEditedFlags({ reason: edited.left.message })
    if (text.trim() === "") return yield* new InvalidEditedFlags({ reason: "nothing is left of them" })
    if (!isMap(edited.right)) return yield* new InvalidEditedFlags({ reason: "expected a map of flag values" })
    const spellings = Either.getOrElse(
      Either.filterOrLeft(parseYamlSpelling(text), isMap, () => undefined),
      () => ({})
    )
    return { ...request, flags: edited.right, spellings }
  })
