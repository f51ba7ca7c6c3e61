import { existsSync, rmSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { Effect, Option } from "effect"
import { archiveFormat } from "../../domain/resources/ResourceArchive.ts"
import { configTarget } from "../../domain/resources/ConfigFile.ts"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { PythonEnv } from "../../services/PythonEnv.ts"
import type { ResolveContext } from "../../services/Resources.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import type { StoreError } from "../../services/RunStore.ts"
import { generateConfig } from "./ConfigSource.ts"
import { download, downloadPath, stallMs } from "./Download.ts"
import { belowProject, overridingFile, sourceFile } from "./FileSource.ts"
import { pathsBelow, pathsOf, verifySha256 } from "./FindPaths.ts"
import { resolveOperation } from "./OperationSource.ts"
import { postProcessOnce, runPostProcess } from "./PostProcess.ts"
import { unpackDir, unpackOnce } from "./Unpack.ts"
import type { FoundPath } from "./PlaceInRun.ts"
import type { ResourceProblem } from "./ResourceProblem.ts"
import { attempt, attemptAsync, problem } from "./ResourceProblem.ts"

type Found = Effect.Effect<ReadonlyArray<FoundPath>, ResourceProblem | IndexError | StoreError>

const MODULE_TIMEOUT_MS = 60_000

/** Looks for a module without running it; a part of its path that is missing is an error of Python's own. */
const FIND_MODULE = `
import sys
from importlib.util import find_spec
try:
    found = find_spec(sys.argv[1])
except Exception as e:
    sys.exit(str(e))
if found is None:
    sys.exit("No module named %r" % sys.argv[1])
`

/** Where a source's file is looked for: its own project comes first. */
const projectDirs = ({ parentDirs = [], projectDir }: ResolveContext): ReadonlyArray<string> => [
  projectDir,
  ...parentDirs
]

/** Finds what sources of every kind have, on the real file system: of an archive, what is in it; of a URL, what was downloaded. */
export const sourceFinder = Effect.gen(function* () {
  const host = yield* Host
  const processes = yield* Processes
  const python = yield* PythonEnv

  /** The file that the user named, else the source's own. */
  const file = (source: ResourceSource, resource: ResourceDef, context: ResolveContext) =>
    Effect.gen(function* () {
      const { override, projectDir, say } = context
      if (override === undefined) return yield* attempt(() => sourceFile(source, projectDirs(context)))
      const path = yield* attempt(() => overridingFile(override, host.cwd, projectDir))
      yield* say(`Using ${String(override)} for ${resource.name} resource`)
      return path
    })

  const cacheDir = join(host.guildHome, "cache", "resources")

  /** What a source takes of a file or directory: of an archive, what is in it. `fresh`: it has not been there before. */
  const open = (path: string, below: string, source: ResourceSource, context: ResolveContext, fresh = false): Found =>
    Effect.gen(function* () {
      const processing = { env: host.env, processes, output: context.output }
      yield* attempt(() => verifySha256(path, source.sha256))
      const format = yield* attempt(() =>
        source.unpack && statSync(path).isFile() ? archiveFormat(path, source.archiveType) : undefined
      )
      if (format === "unsupported")
        return yield* problem(
          `cannot unpack ${path}: expected tar, tar.gz, tar.bz2, tar.xz, gz, or zip; use 'unpack: no' to take it as it is`
        )
      if (format === undefined) {
        yield* postProcessOnce({ command: source.postProcess, dir: dirname(path), fresh }, cacheDir, processing)
        return yield* attempt(() => pathsOf(path, below, source))
      }
      const dir = yield* attempt(() => unpackDir(cacheDir, path, format, source.postProcess))
      if (!existsSync(dir)) yield* context.say(`Unpacking ${path}`)
      yield* unpackOnce(path, format, dir, (half) => runPostProcess(source.postProcess, half, processing))
      return yield* attempt(() => pathsBelow(dir, source))
    })

  const fileSource = (source: ResourceSource, resource: ResourceDef, context: ResolveContext): Found =>
    Effect.gen(function* () {
      const path = yield* file(source, resource, context)
      const below = yield* attempt(() => belowProject(path, projectDirs(context)))
      // What the user names is taken as it is.
      return context.override === undefined ? yield* open(path, below, source, context) : [{ path, below }]
    })

  const urlSource = (source: ResourceSource, resource: ResourceDef, context: ResolveContext): Found =>
    Effect.gen(function* () {
      if (context.override !== undefined) return yield* fileSource(source, resource, context)
      const path = yield* attempt(() => downloadPath(cacheDir, source.target))
      const verify = (file: string) => {
        verifySha256(file, source.sha256, path)
      }
      const found = yield* attempt(() => existsSync(path))
      // Runs may have links to what is there: only what is expected takes its place.
      const cached = found && (yield* Effect.isSuccess(attempt(() => verify(path))))
      const how = found
        ? `Downloading ${source.uri} again as ${path} has an unexpected sha256`
        : `Downloading ${source.uri}`
      yield* context.say(cached ? `Using cached file ${path}` : how)
      if (!cached)
        yield* attemptAsync((signal) =>
          download(source.target, path, { signal, stallMs: stallMs(host.env), onProgress: context.progress, verify })
        )
      return yield* Effect.catchIf(
        open(path, basename(path), { ...source, sha256: undefined }, context, !cached),
        (error) => error._tag === "ResourceProblem" && error.isDamage === true,
        ({ message }) =>
          found
            ? problem(`${message}\nDelete ${path} to have it downloaded again.`)
            : // What came only now is in no run yet, and comes again next time.
              Effect.zipRight(
                attempt(() => rmSync(path)),
                problem(message)
              )
      )
    })

  const configSource = (source: ResourceSource, resource: ResourceDef, context: ResolveContext): Found =>
    Effect.gen(function* () {
      const path = yield* file(source, resource, context)
      const below = yield* attempt(() => belowProject(path, projectDirs(context)))
      if (context.override === undefined) yield* open(path, below, { ...source, unpack: false, select: [] }, context)
      const generated = yield* attempt(() => generateConfig(path, source, context.flags, context.run.dir))
      return [{ path: generated, below: configTarget(below) }]
    })

  const moduleSource = (source: ResourceSource): Found =>
    Effect.gen(function* () {
      const interpreter = yield* python.interpreter
      if (Option.isNone(interpreter)) return yield* Effect.fail(problem("there is no Python to look for it"))
      const { exitStatus, stderr } = yield* processes
        .capture({
          argv: [interpreter.value, "-c", FIND_MODULE, source.target],
          cwd: host.cwd,
          env: host.env,
          stdin: "ignore",
          timeoutMs: MODULE_TIMEOUT_MS
        })
        .pipe(Effect.mapError((error) => problem(error.message)))
      return exitStatus === 0
        ? []
        : yield* Effect.fail(problem(stderr.trim().split("\n").at(-1) ?? `exit status ${exitStatus}`))
    })

  return (source: ResourceSource, resource: ResourceDef, context: ResolveContext): Found => {
    switch (source.kind) {
      case "file":
        return fileSource(source, resource, context)
      case "config":
        return configSource(source, resource, context)
      case "module":
        return moduleSource(source)
      case "operation":
        return resolveOperation(source, resource, context, host.cwd)
      case "url":
        return urlSource(source, resource, context)
      case "dvcfile":
      case "dvcstage":
        return Effect.fail(
          problem(`${source.kind} sources are not supported\nGet the data with 'dvc pull' and require it as a 'file'.`)
        )
    }
  }
})
