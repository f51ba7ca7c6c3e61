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

/** Whether a module's text makes operations or pipelines for others to run: it exports, and imports what makes them. */
export const exportsOperations = (text: string): boolean =>
  /^\s*export\b/m.test(text) &&
  /\bimport\s*\{[^}]*\b(?:Operation|Pipeline)\b[^}]*\}\s*from\s*["']guild-effect["']/.test(text)

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
