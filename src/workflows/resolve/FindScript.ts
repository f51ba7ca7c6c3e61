import { Effect, Either, Option } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { splitShell } from "../../domain/text/Shlex.ts"
import type { ScriptRef } from "../../services/FlagImports.ts"
import { Host } from "../../services/Host.ts"
import { ProjectFiles } from "../../services/ProjectFiles.ts"
import { PythonEnv } from "../../services/PythonEnv.ts"
import { absolutePath } from "../../domain/text/Paths.ts"

/** Directories, most important first, that the modules of an operation are looked for in. */
const moduleRoots = (
  op: OpDef,
  env: Readonly<Record<string, string>>,
  guildPackageDir: string
): ReadonlyArray<string> => {
  const root = op.sourcecode.op?.root ?? op.sourcecode.model?.root
  const below = (path: string) => absolutePath(path, op.projectDir)
  const paths = (text: string | undefined) => (text ?? "").split(":").filter((path) => path !== "")
  const roots = [
    ...(root === undefined ? [] : [below(root)]),
    op.projectDir,
    ...(op.parentDirs ?? []),
    ...paths(op.pythonPath).map(below),
    ...paths(env["PYTHONPATH"]),
    guildPackageDir
  ]
  return Array.from(new Set(roots))
}

interface Module {
  readonly path: string
  readonly packageName: string | undefined
}

/** The file of `dir/pkg.mod` below a directory: a module, or the `__main__` of a package. */
const moduleBelow = (root: string, spec: string): Effect.Effect<Module | undefined, never, ProjectFiles> =>
  Effect.gen(function* () {
    const files = yield* ProjectFiles
    const slash = spec.lastIndexOf("/")
    const dir = absolutePath(spec.slice(0, slash + 1), root)
    const names = spec.slice(slash + 1).split(".")
    const parent = names.slice(0, -1).join(".")
    const base = `${dir}/${names.join("/")}`
    const isFile = (path: string) => Effect.map(files.kindOf(path), (kind) => kind === "file" || kind === "executable")
    if (yield* isFile(`${base}.py`)) return { path: `${base}.py`, packageName: parent === "" ? undefined : parent }
    if (yield* isFile(`${base}/__main__.py`)) return { path: `${base}/__main__.py`, packageName: names.join(".") }
    return undefined
  })

/** Where the interpreter itself would find modules; only asked when a project does not have one. */
const interpreterPath: Effect.Effect<ReadonlyArray<string>, never, PythonEnv> = Effect.gen(function* () {
  const python = yield* PythonEnv
  const interpreter = yield* python.interpreter
  if (Option.isNone(interpreter)) return []
  return yield* python.info(interpreter.value).pipe(
    Effect.map((info) => info.path),
    Effect.orElseSucceed(() => [])
  )
})

const firstModule = (
  roots: ReadonlyArray<string>,
  spec: string
): Effect.Effect<Module | undefined, never, ProjectFiles> =>
  Effect.gen(function* () {
    for (const root of roots) {
      const found = yield* moduleBelow(root, spec)
      if (found !== undefined) return found
    }
    return undefined
  })

/** No such script, and what to say of that. */
export interface ScriptMissing {
  readonly kind: "missing"
  readonly name: string
  readonly reason: string
}

/** The script that an operation's flags come from; `undefined` where it starts none that guild can look into. */
export const findScript = (
  op: OpDef
): Effect.Effect<
  { readonly kind: "found"; readonly script: ScriptRef } | ScriptMissing | undefined,
  never,
  Host | ProjectFiles | PythonEnv
> =>
  Effect.gen(function* () {
    const host = yield* Host
    const { target } = op
    const roots = moduleRoots(op, host.env, host.pythonPackageDir)
    if (target.kind === "script") {
      const path = absolutePath(target.path, op.projectDir)
      const script: ScriptRef = {
        language: target.language,
        path,
        name: target.path,
        baseArgs: target.name === undefined ? [] : ["--name", target.name],
        packageName: undefined,
        pythonPath: roots,
        cwd: op.projectDir
      }
      return { kind: "found", script }
    }
    if (target.kind === "notebook") {
      const path = absolutePath(target.notebook, op.projectDir)
      if ((yield* (yield* ProjectFiles).kindOf(path)) === undefined)
        return { kind: "missing", name: target.notebook, reason: `cannot find ${path}` }
      return {
        kind: "found",
        script: {
          language: "notebook",
          path,
          name: target.notebook,
          baseArgs: [],
          packageName: undefined,
          pythonPath: [],
          cwd: op.projectDir
        }
      }
    }
    if (target.kind !== "main") return undefined
    const words = Either.getOrElse(splitShell(target.main), (): ReadonlyArray<string> => [])
    const [name, ...baseArgs] = words
    if (name === undefined) return undefined
    const spec = name.replace(/\.py$/, "")
    const module = (yield* firstModule(roots, spec)) ?? (yield* firstModule(yield* interpreterPath, spec))
    if (module === undefined) return { kind: "missing", name, reason: `No module named ${name}` }
    return {
      kind: "found",
      script: { language: "python", name, baseArgs, pythonPath: roots, cwd: op.projectDir, ...module }
    }
  })
