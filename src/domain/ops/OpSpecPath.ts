import { emptyOp } from "../guildfile/EmptyOp.ts"
import { absolutePath, baseName, dirName, normalizePath } from "../text/Paths.ts"
import type { OpDef } from "./OpDef.ts"
import { OpRef } from "./OpRef.ts"

/** A TypeScript or JavaScript file that a spec names, and what of its exports is meant. */
export interface ExportSpec {
  readonly path: string
  readonly name: string | undefined
}

/** Reads `FILE[:NAME]`; `undefined` where the file's name says that it is no module. */
export const parseExportSpec = (spec: string): ExportSpec | undefined => {
  const [, path, name] = /^(.*\.[cm]?[jt]s)(?::([^:/]+))?$/.exec(spec) ?? []
  return path === undefined ? undefined : { path, name }
}

const OF_GUILD = String.raw`["']guild-effect["']`
const NAMES = String.raw`\b(?:Operation|Pipeline)\b`

const EXPORTS = /^\s*export\b|\bexports\b(?:\.\w+)?\s*=/m
/** `import { Pipeline } from`, `const { Pipeline } = require`, or all of guild by one name, and `Pipeline.make` of it. */
const IMPORTS_BY_NAME = new RegExp(
  String.raw`\bimport\s*\{[^}]*${NAMES}[^}]*\}\s*from\s*${OF_GUILD}|\{[^}]*${NAMES}[^}]*\}\s*=\s*require\(\s*${OF_GUILD}`
)
const IMPORTS_ALL = new RegExp(
  String.raw`\bimport\s*\*\s*as\s+[\w$]+\s+from\s*${OF_GUILD}|[\w$]\s*=\s*require\(\s*${OF_GUILD}`
)
const MAKES = /\.\s*(?:Operation|Pipeline)\s*\.\s*\w+\s*\(/

/** Whether a module's text makes operations or pipelines for others to run: it exports, and imports what makes them. */
export const exportsOperations = (text: string): boolean =>
  EXPORTS.test(text) && (IMPORTS_BY_NAME.test(text) || (IMPORTS_ALL.test(text) && MAKES.test(text)))

/**
 * The operation that an export of a module is. As for scripts, the project is the directory where guild was started, or the file's
 * own where it lies outside of that.
 */
export const exportOp = ({ name, path: written }: ExportSpec, cwd: string): OpDef => {
  const path = normalizePath(written)
  const outside = path.startsWith("/") || path.startsWith("..")
  const absolute = absolutePath(path, cwd)
  const projectDir = outside ? dirName(absolute) : cwd
  const file = outside ? baseName(absolute) : path
  const opName = name === undefined ? file : `${file}:${name}`
  const opRef = new OpRef({ pkgType: "script", pkgName: projectDir, pkgVersion: "", modelName: "", opName })
  const target = { kind: "script", language: "pipeline", path: file, name } as const
  return { ...emptyOp(opRef, projectDir, target), flagsImport: "all" }
}
