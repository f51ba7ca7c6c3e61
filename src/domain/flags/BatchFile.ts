import { Either, Schema } from "effect"
import { parseCsv, printCsv } from "./BatchFileCsv.ts"
import { decodeFlagValue, flagSpelling } from "./FlagValue.ts"
import { parseJson } from "../text/JsonValue.ts"
import { pyRepr } from "../text/PyRepr.ts"
import { trialTable } from "./Trials.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isFloat, isList, isMap, mapOf, toJson } from "../Value.ts"
import { parseYaml, parseYamlSpelling } from "../yaml/Yaml.ts"

/** A path as messages name it: one that counts from the current directory says so. */
const shown = (path: string): string => (/^[./~]/.test(path) ? path : `./${path}`)

/** A batch file that is not there. */
export class BatchFileMissing extends Schema.TaggedError<BatchFileMissing>()("BatchFileMissing", {
  path: Schema.String
}) {
  override get message(): string {
    return `batch file ${shown(this.path)} does not exist`
  }
}

/** A batch file that says nothing that could be run. */
export class BatchFileError extends Schema.TaggedError<BatchFileError>()("BatchFileError", {
  path: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot read trials for ${shown(this.path)}: ${this.reason}`
  }
}

export interface BatchFile {
  readonly trials: ReadonlyArray<ValueMap>
  /** The trials, one by one, where names are meant: see `flagSpelling`. */
  readonly spellings: ReadonlyArray<ValueMap>
  readonly warnings: ReadonlyArray<string>
}

/** What Python calls a value's type. */
const typeName = (value: Value): string => {
  if (value === null) return "NoneType"
  if (isFloat(value)) return "float"
  if (isList(value)) return "list"
  if (isMap(value)) return "dict"
  return typeof value === "string" ? "str" : typeof value === "boolean" ? "bool" : "int"
}

const toTrials = (data: Value): Either.Either<ReadonlyArray<ValueMap>, string> => {
  if (isMap(data)) return Either.right([data])
  if (!isList(data)) return Either.left(`invalid data type for trials: expected list or dict, got ${typeName(data)}`)
  const trials: Array<ValueMap> = []
  for (const item of data) {
    if (!isMap(item)) return Either.left(`invalid data type for trial ${pyRepr(item)}: expected dict`)
    trials.push(item)
  }
  return Either.right(trials)
}

/** Flags by the names in the first row. What stands under no name is left out, and told of. */
const fromRows = ([header = [], ...rows]: ReadonlyArray<ReadonlyArray<string>>): Either.Either<BatchFile, string> => {
  const twice = header.find((name, at) => name !== "" && header.indexOf(name) !== at)
  if (twice !== undefined) return Either.left(`there are two columns '${twice}'`)
  const warnings: Array<string> = []
  const trials = rows.map((row, at) => {
    if (row.length > header.length)
      warnings.push(`trial ${at + 1} has ${row.length} values for ${header.length} column(s) - ignoring the others`)
    const unnamed = row.find((field, column) => header[column] === "" && field !== "")
    if (unnamed !== undefined) warnings.push(`trial ${at + 1} has a value in a column without a name - ignoring it`)
    return row.flatMap((field, column) => {
      const name = header[column] ?? ""
      if (name === "") return []
      const decoded = decodeFlagValue(field)
      warnings.push(...decoded.warnings)
      return [{ name, value: decoded.value, spelling: flagSpelling(field, decoded.value) }]
    })
  })
  return Either.right({
    trials: trials.map((fields) => mapOf(fields.map(({ name, value }) => [name, value]))),
    spellings: trials.map((fields) => mapOf(fields.map(({ name, spelling }) => [name, spelling]))),
    warnings
  })
}

/**
 * The flags of each run in a batch file: CSV with names in its first row and flag values below (a short row leaves the rest
 * out), or JSON or YAML with a list of maps or one map. The extension of `path` says which; `path` also names it in errors.
 */
export const decodeBatchFile = (path: string, text: string): Either.Either<BatchFile, BatchFileError> => {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase()
  const fail = (reason: string) => new BatchFileError({ path, reason })
  if (text.includes("\0")) return Either.left(fail("not a text file"))
  // What stands for bytes that are none of any character.
  if (text.includes("\ufffd")) return Either.left(fail("not UTF-8 text"))
  if (extension === "csv") return Either.flatMap(parseCsv(text), fromRows).pipe(Either.mapLeft(fail))
  const isYaml = extension === "yml" || extension === "yaml"
  const trialsBy = (parse: (text: string) => Either.Either<Value, string>) => Either.flatMap(parse(text), toTrials)
  const yamlBy = (parse: typeof parseYamlSpelling) =>
    trialsBy((yaml) => Either.mapLeft(parse(yaml), ({ message }) => message))
  return Either.gen(function* () {
    if (!isYaml && extension !== "json") return yield* Either.left("unsupported extension")
    const trials = yield* isYaml ? yamlBy(parseYaml) : trialsBy(parseJson)
    return { trials, spellings: isYaml ? yield* yamlBy(parseYamlSpelling) : trials, warnings: [] }
  }).pipe(Either.mapLeft(fail))
}

/** Trials as a batch file that gives them again: JSON for a path that ends so, else CSV. */
export const encodeBatchFile = (path: string, trials: ReadonlyArray<ValueMap>): string => {
  if (path.toLowerCase().endsWith(".json")) return `${JSON.stringify(trials.map(toJson), undefined, 2)}\n`
  const { header, rows } = trialTable(trials)
  return printCsv([header, ...rows])
}
