import { Either } from "effect"
import { pyJson } from "../text/PyJson.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isMap, mapOf } from "../Value.ts"
import { dumpYaml, parseYaml } from "../yaml/Yaml.ts"
import { iniText, parseIni } from "./IniText.ts"

type Format = "ini" | "json" | "yaml"

const FORMATS: Readonly<Record<string, Format>> = {
  yml: "yaml",
  yaml: "yaml",
  json: "json",
  ini: "ini",
  cfg: "ini"
}

/** The name of what a configuration file stands for: a template `config.yml.in` for `config.yml`. */
export const configTarget = (path: string): string => path.replace(/\.in$/i, "")

const formatOf = (path: string): Format | undefined => {
  const [, extension] = /\.([^./]+)$/.exec(configTarget(path).toLowerCase()) ?? []
  return extension === undefined ? undefined : FORMATS[extension]
}

/** JSON as YAML reads it, of which it is a part but for tabs: so 1 and 1.0 stay apart. */
const jsonAsYaml = (text: string): Either.Either<string, string> => {
  try {
    JSON.parse(text)
    return Either.right(text.replaceAll("\t", " "))
  } catch (cause) {
    return Either.left(cause instanceof Error ? cause.message : String(cause))
  }
}

const parse = (format: Format, text: string) => {
  if (format === "ini") {
    const read = parseIni(text)
    return typeof read === "number"
      ? Either.left(`line ${read} is no section and no 'name = value'`)
      : Either.right(read)
  }
  const yaml = format === "json" ? jsonAsYaml(text) : Either.right(text)
  return Either.flatMap(yaml, (source) =>
    Either.mapLeft(parseYaml(source), ({ column, line, reason }) => `line ${line}, column ${column}: ${reason}`)
  )
}

/** Reads a configuration file by the format that its name tells: YAML, JSON, INI. Fails with a sentence. */
export const parseConfigFile = (path: string, text: string): Either.Either<ValueMap, string> => {
  const format = formatOf(path)
  if (format === undefined)
    return Either.left(
      `${path} is not of a supported format: expected a name that ends with .yml, .yaml, .json, .ini, or .cfg`
    )
  return Either.flatMap(
    Either.mapLeft(parse(format, text), (reason) => `cannot read ${path}: ${reason}`),
    (config) =>
      isMap(config)
        ? Either.right(config)
        : Either.left(`unexpected data in ${path}: expected a mapping, got ${shortRepr(config)}`)
  )
}

/** A configuration in the format of the file's name. */
export const configFileText = (path: string, config: ValueMap): string => {
  const format = formatOf(path)
  return format === "ini" ? iniText(config) : format === "json" ? pyJson(config) : dumpYaml(config)
}

/** The default of a flag that stands for a value. A list would make a batch: it has none, so that the file's own stays. */
const defaultOf = (value: Value): Value => (Array.isArray(value) ? null : value)

/** Defaults of flags by name, those of nested maps by names with dots. A list of maps is no value that one would set. */
export const flatConfig = (config: ValueMap, prefix = ""): ValueMap =>
  mapOf(
    Object.entries(config).flatMap(([name, value]): ReadonlyArray<readonly [string, Value]> =>
      Array.isArray(value) && value.some(isMap)
        ? []
        : isMap(value)
          ? Object.entries(flatConfig(value, `${prefix}${name}.`))
          : [[`${prefix}${name}`, defaultOf(value)] as const]
    )
  )
