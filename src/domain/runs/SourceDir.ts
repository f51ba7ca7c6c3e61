import type { Value } from "../Value.ts"
import { getKey, isMap } from "../Value.ts"
import { pathInside } from "../text/Paths.ts"
import { SOURCECODE_DIR } from "./RunLayout.ts"

const textAt = (map: Value | undefined, key: string): string | undefined => {
  const value = map !== undefined && isMap(map) ? getKey(map, key) : undefined
  return typeof value === "string" ? value : undefined
}

/**
 * Where a run keeps its source code, relative to its directory, as its `op` attribute has it: Guild AI 0.7 under `sourcecode-root`,
 * later versions, which keep it in the directory itself (`.`), under `sourcecode`.
 */
export const writtenSourceDir = (op: Value | undefined): string => {
  const later = op !== undefined && isMap(op) ? getKey(op, "sourcecode") : undefined
  return textAt(op, "sourcecode-root") ?? textAt(later, "dest") ?? SOURCECODE_DIR
}

/** The same as a plain path below a run, `""` for the run itself; a path out of the run is taken for none. */
export const sourceDir = (op: Value | undefined): string =>
  (pathInside("/run", writtenSourceDir(op)) ?? `/run/${SOURCECODE_DIR}`).slice("/run/".length)
