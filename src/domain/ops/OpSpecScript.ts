import { emptyOp } from "../guildfile/EmptyOp.ts"
import { scriptLanguage } from "../guildfile/ScriptLanguage.ts"
import type { OpDef, OpTarget } from "./OpDef.ts"
import { OpRef } from "./OpRef.ts"
import { absolutePath, baseName, dirName, normalizePath } from "../text/Paths.ts"

/** What stands at a path. */
export type PathKind = "file" | "executable" | "directory"

const shellQuoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`

const targetOf = (relative: string, absolute: string): OpTarget => {
  if (relative.endsWith(".ipynb")) return { kind: "notebook", notebook: relative }
  const language = scriptLanguage(relative)
  return language === undefined
    ? { kind: "exec", exec: `${shellQuoted(absolute)} \${flag_args}` }
    : { kind: "script", language, path: relative }
}

/**
 * The operation that a file is when it is run without a Guild file. The project is the directory where guild was started, or
 * the file's own where it lies outside of that. All flags that its language lets guild find are imported. `undefined` where an
 * executable is needed and the file is none.
 */
export const scriptOp = (spec: string, cwd: string, kind: PathKind): OpDef | undefined => {
  const path = normalizePath(spec)
  const absolute = absolutePath(path, cwd)
  const outside = path.startsWith("/") || path.startsWith("..")
  const projectDir = outside ? dirName(absolute) : cwd
  const name = outside ? baseName(absolute) : path
  const target = targetOf(name, absolute)
  if (target.kind === "exec" && kind !== "executable") return undefined
  const opRef = new OpRef({ pkgType: "script", pkgName: projectDir, pkgVersion: "", modelName: "", opName: name })
  const op = emptyOp(opRef, projectDir, target)
  return target.kind === "script" || target.kind === "notebook" ? { ...op, flagsImport: "all" } : op
}
