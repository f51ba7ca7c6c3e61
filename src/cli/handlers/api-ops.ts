import { Effect } from "effect"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { listedFile } from "../../workflows/InstalledModels.ts"
import type { Input } from "../command/Command.ts"
import { opData } from "../render/api-ops.ts"
import { indent } from "./api-format.ts"

/** `guild api ops`. */
export const handle = ({ options }: Input<{ readonly format: boolean }, {}>) =>
  Effect.gen(function* () {
    const { models } = yield* listedFile(false)
    const data = models.flatMap(({ operations }) => operations.map(opData))
    yield* (yield* Terminal).out(jsonText(data, indent(options)))
  })
