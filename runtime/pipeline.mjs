// The program of a run of an operation or pipeline that a TypeScript file exports:
// `node --import runtime/typescript.mjs runtime/pipeline.mjs FILE [--name NAME] [--] FLAGS`; the flags are read from the run.
// With `--describe ANSWER-FILE` it writes what flags there are, and runs nothing.
import { renameSync, writeFileSync } from "node:fs"
import Module from "node:module"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

const [file = "", ...words] = process.argv.slice(2)
const option = (name) => (words.indexOf(name) < 0 ? undefined : words[words.indexOf(name) + 1])

/** The file and guild share one Effect and one guild, wherever the project is. */
Module.register(new URL("pipeline-hooks.mjs", import.meta.url))

const lastWords = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n")[0]

const answerFile = option("--describe")
const answer = (result) => {
  writeFileSync(`${answerFile}.part`, JSON.stringify(result))
  renameSync(`${answerFile}.part`, answerFile)
}

const load = async () => {
  const exported = await import(pathToFileURL(resolve(file)).href)
  return { exported, file: file.replace(/^\.guild\/sourcecode\//, ""), name: option("--name") }
}

const { Guild } = await import("guild-effect")
if (answerFile !== undefined) {
  try {
    answer(Guild.describeFile(await load()))
  } catch (error) {
    answer({ error: lastWords(error) })
  }
  process.exit(0)
}

const { Effect } = await import("effect")
const request = await load()
const failure = await Effect.runPromise(
  Guild.runFile(request).pipe(
    Effect.as(undefined),
    Effect.catchAll((error) => Effect.succeed(error)),
    Effect.provide(Guild.layer())
  )
)
if (failure?._tag === "Interrupted") {
  // Ended by the signal, as a process that does not hear it: its run is terminated and has not failed.
  process.removeAllListeners(failure.signal)
  process.kill(process.pid, failure.signal)
} else if (failure !== undefined) {
  process.stderr.write(`guild: ${failure instanceof Error ? failure.message : String(failure)}\n`)
  process.exit(1)
} else process.exit()
