import { existsSync } from "node:fs"
import { delimiter, isAbsolute, join, resolve } from "node:path"
import { Effect, Layer, Option, Schema } from "effect"
import { freezeLines } from "../domain/source/PythonPackages.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { PythonEnv, PythonInfo, PythonProbeFailed } from "../services/PythonEnv.ts"
import { infoCache, isShim } from "./PythonInfoCache.ts"
import { packagesIn } from "./PythonPackagesNode.ts"

const PROBE_TIMEOUT_MS = 60_000

/** Asked of the interpreter; runs in every Python from 2.7 on. The answer is the last line, whatever a site hook prints. */
const PROBE = `
import json, platform, site, sys
try:
    sites = list(site.getsitepackages())
except AttributeError:
    sites = []
if getattr(site, "ENABLE_USER_SITE", False):
    sites.append(site.getusersitepackages())
print(json.dumps({"version": platform.python_version(), "executable": sys.executable or "",
                  "sitePackages": sites, "path": [p for p in sys.path if p]}))
`

const decodeInfo = Schema.decodeUnknownEither(Schema.parseJson(PythonInfo))

/** Real interpreters of this machine, and what is installed in them. */
export const layer: Layer.Layer<PythonEnv, never, Host | Processes> = Layer.effect(
  PythonEnv,
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes
    const cache = infoCache(host)

    const probe = (interpreter: string): Effect.Effect<PythonInfo, PythonProbeFailed> => {
      const failed = (reason: string) => new PythonProbeFailed({ interpreter, reason })
      return processes
        .capture({
          // -E: what the answer is remembered under does not know of PYTHONPATH and the like.
          argv: [interpreter, "-E", "-c", PROBE],
          cwd: host.cwd,
          env: host.env,
          stdin: "ignore",
          timeoutMs: PROBE_TIMEOUT_MS
        })
        .pipe(
          Effect.mapError((error) => failed(error.message)),
          Effect.flatMap(({ exitStatus, stdout, stderr }) =>
            exitStatus === 0
              ? Effect.mapError(decodeInfo(stdout.trim().split("\n").at(-1) ?? ""), () =>
                  failed("it does not answer as Python does")
                )
              : Effect.fail(failed(stderr.trim().split("\n").at(-1) || `it ended with exit status ${exitStatus}`))
          ),
          Effect.map((info) => ({ ...info, executable: info.executable === "" ? interpreter : info.executable }))
        )
    }

    const ask = (interpreter: string): Effect.Effect<PythonInfo, PythonProbeFailed> =>
      Effect.suspend(() => {
        const known = cache.get(interpreter)
        return known === undefined ? probe(interpreter) : Effect.succeed(known)
      })

    const info = (interpreter: string): Effect.Effect<PythonInfo, PythonProbeFailed> =>
      Effect.suspend(() => {
        const known = cache.get(interpreter)
        return known === undefined
          ? Effect.tap(probe(interpreter), (found) => Effect.sync(() => cache.set(interpreter, found)))
          : Effect.succeed(known)
      })

    /** GUILD_PYTHON_EXE may be a path or a program's name. */
    const named = (program: string): Effect.Effect<Option.Option<string>> =>
      program.includes("/")
        ? Effect.succeedSome(isAbsolute(program) ? program : resolve(host.cwd, program))
        : host.which(program)

    const inPrefix = (prefix: string | undefined): Effect.Effect<Option.Option<string>> =>
      Effect.sync(() =>
        Option.fromNullable(prefix).pipe(
          Option.filter((dir) => dir !== ""),
          Option.map((dir) => join(resolve(host.cwd, dir), "bin", "python")),
          Option.filter((path) => existsSync(path))
        )
      )

    const explicit = host.env["GUILD_PYTHON_EXE"]
    const chosen =
      explicit !== undefined && explicit !== ""
        ? named(explicit)
        : Effect.gen(function* () {
            for (const candidate of [
              inPrefix(host.env["VIRTUAL_ENV"]),
              inPrefix(host.env["CONDA_PREFIX"]),
              host.which("python3"),
              host.which("python")
            ]) {
              const found = yield* candidate
              if (Option.isSome(found)) return found
            }
            return Option.none<string>()
          })

    const seenThrough = (interpreter: string, by: typeof info): Effect.Effect<string> =>
      isShim(interpreter)
        ? by(interpreter).pipe(
            Effect.map(({ executable }) => executable),
            Effect.orElseSucceed(() => interpreter)
          )
        : Effect.succeed(interpreter)

    const pythonPath = (host.env["PYTHONPATH"] ?? "").split(delimiter).filter((dir) => dir !== "")

    const noPackages = host.env["NO_PIP_FREEZE"] === "1"

    const packagesOf = ({ path, version }: PythonInfo) =>
      Effect.sync(() =>
        noPackages
          ? []
          : freezeLines(
              [...pythonPath.map((dir) => resolve(host.cwd, dir)), ...path].flatMap((dir) => packagesIn(dir)),
              version
            )
      )

    return PythonEnv.of({
      interpreter: Effect.flatMap(
        chosen,
        Option.match({ onNone: () => Effect.succeedNone, onSome: (path) => Effect.asSome(seenThrough(path, info)) })
      ),
      info,
      current: Effect.flatMap(
        chosen,
        Option.match({
          onNone: () => Effect.succeedNone,
          onSome: (path) =>
            Effect.gen(function* () {
              const interpreter = yield* seenThrough(path, ask)
              return Option.some({ interpreter, info: yield* Effect.either(ask(interpreter)) })
            })
        })
      ),
      packages: (interpreter) => (noPackages ? Effect.succeed([]) : Effect.flatMap(info(interpreter), packagesOf)),
      packagesOf
    })
  })
)
