// The program of a run of an operation or pipeline that a TypeScript file exports:
// `node --import runtime/typescript.mjs runtime/pipeline.mjs [--name NAME] FILE -- FLAGS`; the flags are read from the run.
// With `--describe ANSWER-FILE` it writes what flags there are, and runs nothing.
import { realpathSync, renameSync, writeFileSync } from "node:fs"
import Module, { createRequire } from "node:module"
import { dirname, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { shareWithCommonJs } from "./pipeline-require.mjs"
import { whyNotLoaded } from "./why-not-loaded.mjs"

// Options stand before the file: behind it, what looks like one is a flag.
const words = process.argv.slice(2)
const options = new Map()
while (words[0]?.startsWith("--")) options.set(...words.splice(0, 2))
const [file = ""] = words

/** The file and guild share one Effect and one guild, wherever the project is. */
Module.register(new URL("pipeline-hooks.mjs", import.meta.url))

const answerFile = options.get("--describe")
const answer = (result) => {
  writeFileSync(`${answerFile}.part`, JSON.stringify(result))
  renameSync(`${answerFile}.part`, answerFile)
}

const shown = relative(process.cwd(), resolve(file)).replace(/^\.guild\/sourcecode\//, "")

const load = async () => {
  const path = resolve(file)
  const exported = await import(pathToFileURL(path).href)
  // Node guesses the names that a CommonJS file exports; here they are.
  const whole = createRequire(path).cache[realpathSync(path)]?.exports
  return {
    exported: whole === undefined ? exported : { ...whole, default: whole?.default ?? whole },
    file: shown,
    name: options.get("--name")
  }
}

const own = await import("guild-effect")
const library = await import("effect")
const { Guild } = own
const { Effect } = library
shareWithCommonJs(own, library)

if (answerFile !== undefined) {
  try {
    answer(Guild.describeFile(await load()))
  } catch (error) {
    answer({ error: whyNotLoaded(error, dirname(resolve(file))) })
  }
  process.exit(0)
}

const request = await load().catch((error) => {
  process.stderr.write(`guild: cannot load ${shown}: ${whyNotLoaded(error, dirname(resolve(file)))}\n`)
  process.exit(1)
})
let isDone = false
process.on("exit", (code) => {
  if (isDone || code !== 0) return
  process.stderr.write(`guild: ${shown} ended the process before it was done\n`)
  process.exitCode = 1
})
const ended = await Effect.runPromise(Effect.either(Guild.runFile(request).pipe(Effect.provide(Guild.layer()))))
isDone = true
const failure = ended.left
if (failure?._tag === "Interrupted") {
  // Ended by the signal, as a process that does not hear it: its run is terminated and has not failed.
  process.removeAllListeners(failure.signal)
  process.kill(process.pid, failure.signal)
} else if (failure !== undefined) {
  process.stderr.write(`guild: ${failure.message}\n`)
  process.exit(1)
} else process.exit()
