import { Effect, Random } from "effect"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

/** A new run id: a version 4 UUID without its dashes. */
const newRunId = Effect.gen(function* () {
  const digits = yield* Effect.replicateEffect(Random.nextIntBetween(0, 16), 32)
  return digits.map((digit, at) => (at === 12 ? 4 : at === 16 ? 8 + (digit % 4) : digit).toString(16)).join("")
})

/** Words that the background process must not see again, and the value that follows some of them. */
const withoutBackground = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const kept: Array<string> = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ""
    if (word === "--") return [...kept, ...words.slice(at)]
    if (word === "--pidfile") at++
    else if (word !== "--background" && word !== "-b" && !word.startsWith("--pidfile=")) kept.push(word)
  }
  return kept
}

/**
 * Starts the same command again, detached from the terminal, with a run id that is known beforehand, and writes its pid.
 *
 * @param what the operation as the message names it
 * @param restarted the id of the run that is started again, which has one already
 */
export const runInBackground = (what: string, pidfile: string | undefined, restarted: string | undefined) =>
  Effect.gen(function* () {
    const host = yield* Host
    const id = restarted ?? (yield* newRunId)
    const path = pidfile ?? `${host.env["TMPDIR"] ?? "/tmp"}/guild-pid-${id.slice(0, 8)}`
    const words = host.argv
    const at = words.indexOf("run") + 1
    const [program, ...args] = host.self
    const rest = withoutBackground(words.slice(at))
    const pid = yield* (yield* Processes).detach({
      argv: [
        program,
        ...args,
        ...words.slice(0, at),
        "--yes",
        ...(restarted === undefined ? ["--run-id", id] : []),
        ...rest
      ],
      cwd: host.startDir,
      env: host.env
    })
    yield* (yield* UserFiles).write(path, String(pid))
    yield* (yield* Terminal).out(`${visibleText(what)} started in background as ${id} (pidfile ${visibleText(path)})`)
  })
