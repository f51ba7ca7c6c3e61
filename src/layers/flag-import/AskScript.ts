import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { ScriptRef } from "../../services/FlagImports.ts"
import { FlagImportError } from "../../services/FlagImports.ts"
import type { Processes } from "../../services/Processes.ts"
import type { Answer } from "./Found.ts"
import { answerFromJson } from "./FoundJson.ts"

type Capture = typeof Processes.Service.capture

/** How a script is started so that it answers instead of training: the argv for the file that it has to answer in. */
export interface Question {
  readonly argv: (answerFile: string) => readonly [string, ...Array<string>]
  readonly env: Readonly<Record<string, string>>
}

const readAnswer = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

/** The last line that says what was wrong; stack traces stand around it. */
const lastWords = (stderr: string): string => {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "")
  return lines.findLast((line) => /^\w*(?:Error|Exception)\b/.test(line)) ?? lines.at(-1) ?? "it printed no error"
}

/**
 * Starts a script and reads what its parser answered into a file of its own; what it prints does not matter. Fails with the
 * script's own error and line where it broke before it parsed, and where it has not parsed after `timeoutMs`.
 */
export const askScript = (
  capture: Capture,
  script: ScriptRef,
  question: Question,
  timeoutMs: number
): Effect.Effect<Answer, FlagImportError> => {
  const failed = (reason: string, line?: number) => new FlagImportError({ script: script.name, line, reason })
  return Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "guild-flags-"))),
    (dir) =>
      Effect.gen(function* () {
        const file = join(dir, "answer.json")
        const started = performance.now()
        const ended = yield* capture({
          argv: question.argv(file),
          cwd: script.cwd,
          env: question.env,
          stdin: "ignore",
          timeoutMs
        }).pipe(Effect.mapError((error) => failed(error.message)))
        const took = performance.now() - started
        const text = readAnswer(file)
        const answer = text === undefined ? undefined : answerFromJson(text)
        if (answer !== undefined && "reason" in answer) return yield* failed(answer.reason, answer.line)
        if (answer !== undefined) return answer
        return yield* took >= timeoutMs
          ? failed(`it did not parse its arguments within ${timeoutMs / 1000} seconds, and was stopped`)
          : failed(
              `it ended with exit status ${ended.exitStatus} before it parsed its arguments: ${visibleText(lastWords(ended.stderr))}`
            )
      }),
    (dir) => Effect.sync(() => rmSync(dir, { recursive: true, force: true }))
  )
}
