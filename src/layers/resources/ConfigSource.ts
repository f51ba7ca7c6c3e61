import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname, extname, join } from "node:path"
import { Either } from "effect"
import { pyJson } from "../../domain/text/PyJson.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import { applyConfig } from "../../domain/resources/ResourceConfig.ts"
import type { ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { isMap } from "../../domain/Value.ts"
import { dumpYaml, parseYaml } from "../../domain/yaml/Yaml.ts"
import { ensureDirBelow } from "../SafeDirs.ts"
import { problem } from "./ResourceProblem.ts"

const FORMATS: Readonly<Record<string, (config: ValueMap) => string>> = {
  ".yml": dumpYaml,
  ".yaml": dumpYaml,
  ".json": pyJson
}

/** JSON as YAML reads it, of which it is a part but for tabs: so 1 and 1.0 stay apart. Throws where it is not JSON. */
const jsonAsYaml = (text: string, path: string): string => {
  try {
    JSON.parse(text)
  } catch (cause) {
    throw problem(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  return text.replaceAll("\t", " ")
}

const load = (path: string): ValueMap => {
  const text = readFileSync(path, "utf8")
  const config = Either.getOrThrowWith(
    parseYaml(path.toLowerCase().endsWith(".json") ? jsonAsYaml(text, path) : text),
    (error) => problem(`cannot read ${path}: ${error.message}`)
  )
  if (!isMap(config)) throw problem(`unexpected data in ${path}: expected a mapping, got ${pyRepr(config)}`)
  return config
}

/**
 * Writes a configuration file anew under `.guild/generated`, with the source's params and then the run's flags set in it, and
 * gives its path. Each has a directory of its own there, so that it keeps its name.
 */
export const generateConfig = (path: string, source: ResourceSource, flags: ValueMap, runDir: string): string => {
  const write = FORMATS[extname(path).toLowerCase()]
  if (write === undefined)
    throw problem(`${path} is not of a supported format: expected a name that ends with .yml, .yaml, or .json`)
  const text = write(applyConfig(applyConfig(load(path), source.params), flags))
  ensureDirBelow(runDir, join(GUILD_DIR, "generated"))
  const generated = join(mkdtempSync(join(runDir, GUILD_DIR, "generated", "config-")), basename(path))
  mkdirSync(dirname(generated), { recursive: true })
  writeFileSync(generated, text)
  return generated
}
