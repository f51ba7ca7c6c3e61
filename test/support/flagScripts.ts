import { execFileSync } from "node:child_process"
import { resolve } from "node:path"
import type { Scope } from "effect"
import { Effect, Layer } from "effect"
import { layerWith } from "../../src/layers/FlagImportsNode.ts"
import { layer as processes } from "../../src/layers/ProcessesNode.ts"
import { layer as scriptedPython } from "../../src/layers/PythonEnvScripted.ts"
import { make as terminal } from "../../src/layers/TerminalMemory.ts"
import type { FlagImportError, ImportedFlags, ScriptRef } from "../../src/services/FlagImports.ts"
import { FlagImports } from "../../src/services/FlagImports.ts"
import type { Terminal } from "../../src/services/Terminal.ts"
import { tempHome } from "./tempHome.ts"
import { testHost } from "./testHost.ts"

export const root = resolve(import.meta.dirname, "../..")
export const scriptsDir = resolve(root, "fixtures/scripts")

/** The Python of this machine, seen through any stand-in of a version manager. */
export const pythonExe = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8"
}).trim()

const LANGUAGES = { py: "python", mjs: "node", cjs: "node", ts: "typescript", R: "r" } as const

const languageOf = (path: string): ScriptRef["language"] => {
  const extension = path.slice(path.lastIndexOf(".") + 1)
  return extension === "mjs" || extension === "cjs" || extension === "ts" || extension === "R"
    ? LANGUAGES[extension]
    : LANGUAGES.py
}

/** A script of fixtures/scripts, or at an absolute path. */
export const script = (path: string, more: Partial<ScriptRef> = {}): ScriptRef => ({
  language: languageOf(path),
  path: resolve(scriptsDir, path),
  name: path.replace(/\.\w+$/, ""),
  baseArgs: [],
  packageName: undefined,
  pythonPath: [],
  cwd: scriptsDir,
  ...more
})

export interface Machine {
  readonly home: string
  readonly env: Readonly<Record<string, string>>
  readonly askTimeoutMs: number
  readonly python: string
  /** Where a user who waits is told so. */
  readonly terminal: Layer.Layer<Terminal>
}

/** Flag imports of real scripts by real processes, remembered under a Guild home. */
export const flagImports = (machine: Partial<Machine> & { readonly home: string }): Layer.Layer<FlagImports> => {
  const python = machine.python ?? pythonExe
  const info = { version: "3", executable: python, sitePackages: [], path: [] }
  return layerWith({ askTimeoutMs: machine.askTimeoutMs ?? 30_000 }).pipe(
    Layer.provide(processes),
    Layer.provide(machine.terminal ?? terminal().layer),
    Layer.provide(scriptedPython({ [python]: { info, packages: [] } })),
    Layer.provide(
      testHost({
        guildHome: machine.home,
        env: { PATH: process.env["PATH"] ?? "", ...machine.env },
        pythonPackageDir: resolve(root, "python")
      })
    )
  )
}

/** Asks once, in a Guild home of its own. */
export const importOnce = (
  asked: ScriptRef,
  dest?: string,
  machine: Partial<Machine> = {}
): Effect.Effect<ImportedFlags, FlagImportError, Scope.Scope> =>
  Effect.gen(function* () {
    const home = machine.home ?? (yield* tempHome)
    return yield* Effect.flatMap(FlagImports, (imports) => imports.importFlags(asked, dest)).pipe(
      Effect.provide(flagImports({ ...machine, home }))
    )
  })

/** Default values by flag name. */
export const defaults = ({ flags }: ImportedFlags) => Object.fromEntries(flags.map((flag) => [flag.name, flag.default]))
