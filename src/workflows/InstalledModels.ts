import { Effect, Option } from "effect"
import type { GuildFile, ModelDef } from "../domain/GuildFile.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Terminal } from "../services/Terminal.ts"
import { projectFile } from "./ResolveOperation.ts"

/** A package's model as it is named from outside: `PACKAGE/MODEL`. */
const named = (packageName: string, model: ModelDef): ModelDef => ({
  ...model,
  name: model.name === "" ? "" : `${packageName}/${model.name}`,
  operations: model.operations.map((op) =>
    op.opRef.pkgType === "package" ? op : { ...op, fullName: `${packageName}/${op.fullName}` }
  )
})

/** The models of packages on the Python path. A package whose Guild file cannot be used is warned of and left out. */
const installedModels = Effect.gen(function* () {
  const files = yield* GuildFiles
  const terminal = yield* Terminal
  const models = yield* Effect.forEach(yield* files.packageNames, (name) =>
    files.forPackage(name).pipe(
      Effect.map(Option.match({ onNone: () => [], onSome: (file) => file.models.map((model) => named(name, model)) })),
      Effect.catchAll((error) => Effect.as(terminal.warn(error.message), []))
    )
  )
  return models.flat()
})

const NO_PROJECT: GuildFile = {
  path: "",
  dir: "",
  version: "",
  models: [],
  package: undefined,
  warnings: [],
  data: null
}

/**
 * What lists show: the project's models, and with `installed`, or where there is no project, those of packages as well.
 * Fails where the project's own Guild file cannot be used.
 */
export const listedFile = (installed: boolean) =>
  Effect.gen(function* () {
    const project = yield* projectFile
    if (project !== undefined && !installed) return project
    const file = project ?? NO_PROJECT
    return { ...file, models: [...file.models, ...(yield* installedModels)] }
  })
