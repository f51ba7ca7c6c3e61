import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { pythonExe } from "../support/flagScripts.ts"
import { PATIENCE_MS } from "../support/patience.ts"
import { surroundings } from "../support/surroundings.ts"

export const packageDir = resolve(import.meta.dirname, "../../python")
export const sources = resolve(import.meta.dirname, "../../fixtures/scripts/py")

const versionsDir = join(homedir(), ".pyenv", "versions")

/** The oldest supported Python that pyenv has here, where it has one. */
const oldest = (existsSync(versionsDir) ? readdirSync(versionsDir) : [])
  .filter((name) => name.startsWith("3.8."))
  .map((name) => join(versionsDir, name, "bin", "python3"))
  .filter((path) => existsSync(path))

/** The interpreters that the Python package is tried with. */
export const interpreters: ReadonlyArray<string> = [pythonExe, ...oldest.slice(0, 1)]

export interface Ran {
  readonly status: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs an interpreter with guild's package and the fixture scripts on its path. */
export const python = (
  interpreter: string,
  args: ReadonlyArray<string>,
  options: { readonly env?: Record<string, string>; readonly cwd?: string } = {}
): Ran => {
  return spawnSync(interpreter, args, {
    cwd: options.cwd ?? "/",
    env: {
      ...surroundings(),
      PYTHONPATH: `${sources}:${packageDir}`,
      ...options.env
    },
    encoding: "utf8",
    timeout: PATIENCE_MS
  })
}

/** Runs a module as an operation does. */
export const opMain = (
  interpreter: string,
  args: ReadonlyArray<string>,
  options: { readonly dest?: string; readonly env?: Record<string, string>; readonly cwd?: string } = {}
): Ran =>
  python(interpreter, ["-um", "guild.op_main", ...args], {
    ...options,
    env: { ...(options.dest === undefined ? {} : { FLAGS_DEST: options.dest }), ...options.env }
  })
