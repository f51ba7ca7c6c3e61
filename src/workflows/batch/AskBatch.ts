import { Effect, Either } from "effect"
import { DESK_ENV } from "../../domain/batch/TrialCall.ts"
import { NoMoreTrials, NotInOptimizer, TrialCallFailed } from "../../domain/batch/TrialErrors.ts"
import { parseJson, printJson } from "../../domain/text/JsonValue.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { getKey, isMap } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { TrialDesk } from "../../services/TrialDesk.ts"

const text = (map: ValueMap, name: string): string => {
  const value = getKey(map, name)
  return typeof value === "string" ? value : ""
}

/**
 * Asks the batch that this process is the optimizer of, and gives its answer. Fails where there is no such batch, where it runs no
 * more trials, and where it refuses.
 *
 * @param command the command as messages name it
 * @param call what is asked, as docs/optimizer-protocol.md has it
 */
export const askBatch = (command: string, call: ValueMap) =>
  Effect.gen(function* () {
    const { env } = yield* Host
    const address = env[DESK_ENV]
    if (address === undefined || address === "") return yield* new NotInOptimizer({ command })
    const line = yield* (yield* TrialDesk).ask(address, printJson(call))
    const answer = yield* Either.mapLeft(parseJson(line), (reason) => new TrialCallFailed({ reason }))
    if (!isMap(answer)) return yield* new TrialCallFailed({ reason: "the batch gave no answer" })
    if (getKey(answer, "ok") === true) return answer
    const reason = text(answer, "message")
    return yield* text(answer, "error") === "over" ? new NoMoreTrials({ reason }) : new TrialCallFailed({ reason })
  })
