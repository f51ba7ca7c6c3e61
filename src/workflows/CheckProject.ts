import { Effect, Either, Option } from "effect"
import type { GuildFile, OpPlaces } from "../domain/GuildFile.ts"
import { GuildFileError } from "../domain/GuildFile.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { opTemplate } from "../domain/ops/OpTemplate.ts"
import { decodeDependency } from "../domain/resources/ResourceDecode.ts"
import { decodeSteps } from "../domain/steps/DecodeSteps.ts"
import { visibleText } from "../domain/text/VisibleText.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Host } from "../services/Host.ts"
import { findScript } from "./resolve/FindScript.ts"

/** What is to be said of a project, most severe first. */
export interface ProjectReport {
  /** Absolute path of its Guild file. */
  readonly path: string
  readonly file: GuildFile | undefined
  /** Sentences, with their places where they are known. */
  readonly errors: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

interface OpProblem {
  readonly reason: string
  /** Where in the operation: names of attributes and indices in lists. */
  readonly at: ReadonlyArray<string | number>
}

/** What would stop the operation's runs, as far as its definition tells. */
const opProblems = (op: OpDef, runtimeDir: string, node: string): ReadonlyArray<OpProblem> => [
  ...Either.match(opTemplate(op, { sourceDest: "", runtimeDir, node }), {
    onLeft: ({ message }) => [{ reason: message, at: [op.target.kind] }],
    onRight: () => []
  }),
  ...stepProblems(op),
  ...op.requires.flatMap(({ spec }, i) =>
    Either.match(decodeDependency(spec, op.resources, op.fullName), {
      onLeft: ({ message }) => [{ reason: message, at: ["requires", i] }],
      onRight: () => []
    })
  )
]

/** What would stop the operation's steps from being read; whether they name operations that are there shows when they are run. */
const stepProblems = ({ fullName, target }: OpDef): ReadonlyArray<OpProblem> =>
  target.kind === "steps"
    ? Either.match(decodeSteps(target.steps), {
        onLeft: ({ message, position }) => [
          { reason: `step ${position} of operation '${fullName}': ${message}`, at: ["steps", position - 1] }
        ],
        onRight: () => []
      })
    : []

/** The module of an operation is looked for as its runs will look; where it is made later, this is no error. */
const missingModule = (op: OpDef, path: string, placeOf: OpPlaces) =>
  Effect.map(findScript(op), (found) => {
    if (found?.kind !== "missing") return []
    const place = placeOf(op.modelName, op.name, [op.target.kind])
    const where = place === undefined ? path : `${place.path}, line ${place.line}`
    return [visibleText(`${where}: operation '${op.fullName}': no module named '${found.name}'`)]
  })

/**
 * Everything that can be told of a directory's Guild file without running anything of it: what does not read, with its place;
 * operations that start nothing or require what is not defined; modules that are not there. None where there is no Guild file.
 */
export const checkProject = (dir: string) =>
  Effect.gen(function* () {
    const files = yield* GuildFiles
    const { runtimeDir, self } = yield* Host
    const inspected = yield* files.inspectDir(dir)
    if (Option.isNone(inspected)) return Option.none<ProjectReport>()
    const { errors, file, path, placeOf, warnings } = inspected.value
    const opErrors = (op: OpDef): ReadonlyArray<GuildFileError> =>
      opProblems(op, runtimeDir, self[0]).map(
        ({ at, reason }) => new GuildFileError({ path, reason, ...placeOf(op.modelName, op.name, at) })
      )
    const ops = file?.models.flatMap((model) => model.operations) ?? []
    const missing = yield* Effect.forEach(ops, (op) => missingModule(op, path, placeOf))
    return Option.some<ProjectReport>({
      path,
      file,
      errors: [...errors.map(({ message }) => message), ...ops.flatMap(opErrors).map(({ message }) => message)],
      warnings: [...warnings, ...missing.flat()]
    })
  })
