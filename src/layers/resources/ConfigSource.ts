import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { Either } from "effect"
import { configFileText, configTarget, parseConfigFile } from "../../domain/resources/ConfigFile.ts"
import { applyConfig } from "../../domain/resources/ResourceConfig.ts"
import type { ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { ensureDirBelow } from "../SafeDirs.ts"
import { problem } from "./ResourceProblem.ts"

/** A configuration with a source's params and then the run's flags set in it. */
const withFlags = (config: ValueMap, source: ResourceSource, flags: ValueMap): ValueMap =>
  applyConfig(applyConfig(config, source.params), flags)

/** Whether a file that was written for a run has these flags in it, as far as it can be read. */
export const hasFlags = (path: string, source: ResourceSource, flags: ValueMap): boolean => {
  try {
    const config = Either.getOrThrowWith(parseConfigFile(path, readFileSync(path, "utf8")), problem)
    return configFileText(path, withFlags(config, source, flags)) === configFileText(path, config)
  } catch {
    return true
  }
}

/**
 * Writes a configuration file anew under `.guild/generated`, with the source's params and then the run's flags set in it, and
 * gives its path. Each has a directory of its own there, so that it keeps its name, but for the `.in` of a template.
 */
export const generateConfig = (path: string, source: ResourceSource, flags: ValueMap, runDir: string): string => {
  if (statSync(path).isDirectory()) throw problem(`${path} is a directory: expected a configuration file`)
  const config = Either.getOrThrowWith(parseConfigFile(path, readFileSync(path, "utf8")), problem)
  const text = configFileText(path, withFlags(config, source, flags))
  ensureDirBelow(runDir, join(GUILD_DIR, "generated"))
  const dir = mkdtempSync(join(runDir, GUILD_DIR, "generated", "config-"))
  const generated = join(dir, basename(configTarget(path)))
  try {
    writeFileSync(generated, text)
  } catch (cause) {
    // A half takes the room that is missing.
    rmSync(dir, { recursive: true, force: true })
    throw cause
  }
  return generated
}
