import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { PythonImport, PythonSource } from "../../domain/script/PythonSource.ts"
import { parsePythonSource } from "../../domain/script/PythonSource.ts"

const MAX_MODULES = 300

const readSource = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return undefined
    throw error
  }
}

/** Where an import may lead to: the module's own file and those of the names that it takes, below each root. */
const candidates = (file: string, roots: ReadonlyArray<string>, taken: PythonImport): ReadonlyArray<string> => {
  const above = Array.from({ length: Math.max(0, taken.level - 1) }, () => "..")
  const places = taken.level > 0 ? [join(dirname(file), ...above)] : roots
  const path = taken.module.split(".").filter((name) => name !== "")
  const modules = [path, ...taken.names.filter((name) => name !== "*").map((name) => [...path, name])]
  return places
    .flatMap((place) => modules.filter((names) => names.length > 0).map((names) => join(place, ...names)))
    .flatMap((base) => [`${base}.py`, join(base, "__init__.py")])
}

/**
 * The files of a project whose text matches, or else all that were looked at: those that a script imports from the roots,
 * directly or through one another. Installed packages are outside the roots and not looked at.
 */
export const searchModules = (
  script: string,
  source: PythonSource,
  roots: ReadonlyArray<string>,
  matches: (text: string) => boolean
): { readonly matched: boolean; readonly files: ReadonlyArray<string> } => {
  const seen = new Set<string>([script])
  const files: Array<string> = []
  const waiting: Array<readonly [string, PythonSource]> = [[script, source]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [file, { imports }] = next
    for (const path of imports.flatMap((taken) => candidates(file, roots, taken))) {
      if (seen.has(path) || files.length >= MAX_MODULES) continue
      seen.add(path)
      const text = readSource(path)
      if (text === undefined) continue
      files.push(path)
      if (matches(text)) return { matched: true, files }
      waiting.push([path, parsePythonSource(text)])
    }
  }
  return { matched: false, files }
}
