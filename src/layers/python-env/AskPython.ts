import { Effect, Schema } from "effect"
import type { Host } from "../../services/Host.ts"
import type { Processes } from "../../services/Processes.ts"
import { PythonInfo, PythonProbeFailed } from "../../services/PythonEnv.ts"

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

/** Asks an interpreter what it is. Fails where it cannot be started, takes longer than a minute or does not answer as Python does. */
export const askPython = (
  interpreter: string,
  host: typeof Host.Service,
  processes: typeof Processes.Service
): Effect.Effect<PythonInfo, PythonProbeFailed> => {
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
