import { Effect } from "effect"
import { concatBytes } from "../domain/Bytes.ts"
import { imageInfo, isImageName } from "../domain/hparams/ImageInfo.ts"
import type { Session } from "../domain/hparams/HParams.ts"
import { experimentOf, hparamsFile, metricOf, timeFile } from "../domain/hparams/HParams.ts"
import { HPARAMS_FILE, TIME_FILE } from "../domain/hparams/LogLayout.ts"
import { fileVersion, imageSummary } from "../domain/hparams/Summary.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { MAX_PAYLOAD_SIZE } from "../domain/scalars/TfRecord.ts"
import { mapOf } from "../domain/Value.ts"
import type { LinkedFile, LogDir } from "../services/LogDirs.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { readBytes } from "./ReadBytes.ts"

export interface LogOptions {
  readonly hparams: boolean
  readonly images: boolean
  /** The name of a run's directory, which TensorBoard shows; another one gets its whole ID where two runs have one name. */
  readonly nameOf: (run: Run) => string
}

/** Images that are in the log directory already: their stamps by log path. */
export type SeenImages = Map<string, string>

const SECOND = 1_000_000

/** More images than this of one run are more than anybody looks at; the first by path are taken. */
const MAX_IMAGES = 100

const sessionOf = (run: Run, name: string, metrics: Session["metrics"]): Session => {
  const started = (run.started ?? run.initialized ?? 0) / SECOND
  const digest = run.sourcecodeDigest
  const ended = run.status._tag === "Completed" || run.status._tag === "Failed" || run.status._tag === "Terminated"
  return {
    name,
    hparams: digest === undefined ? run.flags : mapOf([["sourcecode", shortId(digest)], ...Object.entries(run.flags)]),
    metrics,
    started,
    ended: ended
      ? { at: run.stopped === undefined ? undefined : run.stopped / SECOND, success: run.status._tag !== "Failed" }
      : undefined
  }
}

/** Each run with a name of its own. */
const named = (runs: ReadonlyArray<Run>, nameOf: LogOptions["nameOf"]): ReadonlyMap<string, Run> => {
  const names = new Map<string, Run>()
  for (const run of runs) {
    const name = nameOf(run)
    names.set(name === "" || names.has(name) ? run.id : name, run)
  }
  return names
}

/**
 * Where a run's sessions are: beside what guild captured, and in the run's own directory where the run wrote scalars in it or below,
 * for TensorBoard finds metrics in a session's directory and below it only. It shows sessions of one name as one.
 */
const sessionDirs = (metrics: ReadonlyArray<{ readonly prefix: string }>): ReadonlyArray<string> =>
  metrics.some(({ prefix }) => prefix !== ".guild") ? [".guild/", ""] : [".guild/"]

const writeHparams = (dir: LogDir, names: ReadonlyMap<string, Run>) =>
  Effect.gen(function* () {
    const scalars = yield* (yield* RunIndex).scalarsOf([...names.values()])
    const sessions = [...names].map(([name, run], at) => {
      const found = (scalars[at] ?? []).filter((scalar) => metricOf(scalar) !== undefined)
      const metrics = found.map(metricOf).filter((metric) => metric !== undefined)
      return { session: sessionOf(run, name, metrics), dirs: sessionDirs(found) }
    })
    const experiment = experimentOf(sessions.map(({ session }) => session))
    for (const { dirs, session } of sessions) {
      const { ended, name, started } = session
      const file = hparamsFile(experiment, session)
      for (const each of dirs) yield* dir.write(name, each + HPARAMS_FILE, file)
      if (ended?.at !== undefined) yield* dir.write(name, TIME_FILE, timeFile(started, ended.at))
    }
  })

/** Images that the run made: what it was given is linked, and no result of it. */
const writeImages = (dir: LogDir, name: string, run: Run, files: ReadonlyArray<LinkedFile>, seen: SeenImages) =>
  Effect.forEach(
    files
      .filter(({ isLink, path, size }) => !isLink && isImageName(path) && size <= MAX_PAYLOAD_SIZE)
      .slice(0, MAX_IMAGES),
    ({ path, stamp }) =>
      Effect.gen(function* () {
        const key = `${name}/${path}`
        if (seen.get(key) === stamp) return
        // An image may go while it is looked at.
        const file = yield* Effect.orElseSucceed(readBytes(`${run.dir}/${path}`), () => undefined)
        const info = file === undefined ? undefined : imageInfo(file)
        if (file === undefined || info === undefined) return
        const time = (run.started ?? 0) / SECOND
        yield* dir.addImage(name, path, concatBytes([fileVersion(time), imageSummary(time, path, info, file)]))
        seen.set(key, stamp)
      }),
    { discard: true }
  )

/**
 * Makes a log directory hold the given runs and no others: links to their files, HParams summaries, and images that are new or
 * have changed since `seen` was written to. May be run again and again; what has not changed is left alone.
 */
export const writeLogs = (dir: LogDir, runs: ReadonlyArray<Run>, options: LogOptions, seen: SeenImages) =>
  Effect.gen(function* () {
    const names = named(runs, options.nameOf)
    yield* dir.retain(new Set(names.keys()))
    for (const key of seen.keys()) if (!names.has(key.slice(0, key.indexOf("/")))) seen.delete(key)
    for (const [name, run] of names) {
      const files = yield* dir.link(name, run.dir)
      if (options.images) yield* writeImages(dir, name, run, files, seen)
    }
    if (options.hparams) yield* writeHparams(dir, names)
  })
