import { Effect, Option } from "effect"
import type { FlagDef } from "../domain/flags/FlagDef.ts"
import { encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { operationName } from "../domain/runs/RunQueryOperation.ts"
import { RunStore } from "../services/RunStore.ts"
import { listedFile } from "./InstalledModels.ts"
import { resolveOperation } from "./ResolveOperation.ts"

/** A word that may be typed, and what it means. */
interface Candidate {
  readonly word: string
  readonly help: string
}

/** Beyond so many runs a list helps nobody: they are named without a look at each. */
const TOLD = 100

/**
 * Runs whose ids begin as was typed, by their short ids unless more than those was typed. Read from the run directories
 * themselves: a word that is being typed waits for no index.
 */
export const runCandidates = (start: string, scope: "live" | "trash") =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const listed = (yield* store.list(scope)).filter(({ id }) => id.startsWith(start))
    // The trash may hold a run twice.
    const found = [...new Map(listed.map((run) => [run.id, run])).values()]
    const word = (id: string) => (start.length > shortId(id).length ? id : shortId(id))
    if (found.length > TOLD) return found.map(({ id }): Candidate => ({ word: word(id), help: "" }))
    const runs = yield* Effect.forEach(found, (run) => store.read(run))
    return runs
      .flatMap(Option.toArray)
      .sort((a, b) => (b.started ?? 0) - (a.started ?? 0))
      .map((run): Candidate => {
        const operation = operationName(run.opRef, run.protoOpRef).full
        return { word: word(run.id), help: `${operation} ${run.label}`.trim() }
      })
  })

/** Tags of runs that begin as was typed. */
export const tagCandidates = (start: string) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const runs = yield* Effect.forEach(yield* store.list("live"), (run) => store.read(run))
    const tags = new Set(runs.flatMap(Option.toArray).flatMap(({ tags }) => tags))
    return [...tags]
      .filter((tag) => tag.startsWith(start))
      .sort()
      .map((word): Candidate => ({ word, help: "" }))
  })

/** Operations, or models, of the project whose names begin as was typed. */
export const definedCandidates = (start: string, what: "operations" | "models") =>
  Effect.map(listedFile(false), ({ models }) =>
    (what === "models"
      ? models.map(({ description, name }) => ({ word: name, help: description }))
      : models.flatMap(({ operations }) =>
          operations.map(({ description, fullName }) => ({ word: fullName, help: description }))
        )
    ).filter(({ word }) => word !== "" && word.startsWith(start) && (start !== "" || !word.startsWith("_")))
  )

/** What may stand for a flag's value: its choices, `yes` and `no`; files are named by the shell. */
const valueCandidates = ({ choices, default: value, name, type }: FlagDef): FlagCandidates => {
  const word = (text: string) => `${name}=${text}`
  if (choices.length > 0) {
    const words = choices.map((choice) => ({
      word: word(choice.alias ?? encodeFlagValue(choice.value)),
      help: choice.description
    }))
    return { words, files: false }
  }
  if (type === "boolean" || typeof value === "boolean")
    return { words: ["yes", "no"].map((text) => ({ word: word(text), help: "" })), files: false }
  const isText = ["string", "auto"].includes(type ?? "auto") && (value === null || typeof value === "string")
  return { words: [], files: type === "path" || type === "existing-path" || isText }
}

/** Words that fit, and whether the name of a file does. */
interface FlagCandidates {
  readonly words: ReadonlyArray<Candidate>
  readonly files: boolean
}

/** Flags of an operation that are not set yet as `NAME=`, and behind that their values. */
export const flagCandidates = (operation: string | undefined, start: string, set: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { flags } = yield* resolveOperation(operation)
    const equals = start.indexOf("=")
    if (equals !== -1) {
      const named = flags.find(({ name }) => name === start.slice(0, equals))
      const { files, words } = named === undefined ? { words: [], files: true } : valueCandidates(named)
      return { words: words.filter(({ word }) => word.startsWith(start)), files }
    }
    const words = flags
      .filter(({ name }) => name.startsWith(start) && !set.some((word) => word.startsWith(`${name}=`)))
      .map(({ default: value, description, name }): Candidate => ({
        word: `${name}=`,
        help: description === "" && value !== null ? `default ${encodeFlagValue(value)}` : description
      }))
    return { words, files: false }
  })
