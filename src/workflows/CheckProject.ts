import { Effect, Either, Option } from "effect"
import type { GuildFile, GuildFileError } from "../domain/GuildFile.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { opTemplate } from "../domain/ops/OpTemplate.ts"
import { decodeDependency } from "../domain/resources/ResourceDecode.ts"
import { decodeSteps } from "../domain/steps/DecodeSteps.ts"
import { getKey } from "../domain/Value.ts"
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

/** What would stop the operation's runs, as far as its definition tells. */
const opErrors = (op: OpDef, runtimeDir: string, node: string): ReadonlyArray<string> => [
  ...Either.match(opTemplate(op, { sourceDest: "", runtimeDir, node }), {
    onLeft: (error) => [error.message],
    onRight: () => []
  }),
  ...stepErrors(op),
  ...op.requires.flatMap(({ spec }) =>
    Either.match(
      decodeDependency(spec, (name) => getKey(op.resources, name), op.fullName),
      { onLeft: (error) => [error.message], onRight: () => [] }
    )
  )
]

/** What would stop the operation's steps from being read; whether they name operations that are there shows when they are run. */
const stepErrors = ({ fullName, target }: OpDef): ReadonlyArray<string> =>
  target.kind === "steps"
    ? Either.match(decodeSteps(target.steps), {
        onLeft: ({ message, position }) => [`step ${position} of operation '${fullName}': ${message}`],
        onRight: () => []
      })
    : []

/** The module of an operation is looked for as its runs will look; where it is made later, this is no error. */
const missingModule = (op: OpDef) =>
  Effect.map(findScript(op), (found) =>
    found?.kind === "missing" ? [`operation '${op.fullName}': no module named '${visibleText(found.name)}'`] : []
  )

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
    const { errors, file, path, warnings } = inspected.value
    const ops = file?.models.flatMap((model) => model.operations) ?? []
    const missing = yield* Effect.forEach(ops, missingModule)
    return Option.some<ProjectReport>({
      path,
      file,
      errors: [
        ...errors.map((error: GuildFileError) => error.message),
        ...ops
          .flatMap((op) => opErrors(op, runtimeDir, self[0]))
          .map((reason) => `error in ${visibleText(path)}: ${reason}`)
      ],
      warnings: [...warnings, ...missing.flat().map((reason) => `${visibleText(path)}: ${reason}`)]
    })
  })
