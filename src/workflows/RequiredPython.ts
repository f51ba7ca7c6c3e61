import { Effect, Option } from "effect"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import { PythonNotFound, PythonUnfit } from "../domain/runs/RunPlan.ts"
import { matchesVersion } from "../domain/VersionSpec.ts"
import { Host } from "../services/Host.ts"
import { PythonEnv } from "../services/PythonEnv.ts"

/** Programs on PATH that may be another Python than the one for runs, the newest first. */
const PROGRAMS = ["python3", "python", ...Array.from({ length: 15 }, (_, i) => `python3.${20 - i}`), "python2.7"]

/** A version alone means all its patches: `3.8` is `==3.8.*`. */
const specOf = (requires: string): string =>
  /^\s*\d+(\.\d+)?\s*$/.test(requires) ? `==${requires.trim()}.*` : requires

/**
 * The interpreter that a Python run is started with: the one for runs or, where the operation's `python-requires` wants another,
 * the first on PATH that is as wanted. Fails where there is none.
 */
export const requiredPython = ({ opName, pythonRequires }: Pick<OpBasis, "opName" | "pythonRequires">) =>
  Effect.gen(function* () {
    const host = yield* Host
    const python = yield* PythonEnv
    const usual = Option.getOrUndefined(yield* python.interpreter)
    if (usual === undefined) return yield* new PythonNotFound({ operation: opName })
    if (pythonRequires === undefined) return usual
    const info = (interpreter: string) => Effect.option(python.info(interpreter))
    const own = Option.getOrUndefined(yield* info(usual))
    if (own === undefined || (yield* matchesVersion(own.version, specOf(pythonRequires)))) return usual
    for (const program of PROGRAMS) {
      const path = Option.getOrUndefined(yield* host.which(program))
      const found = path === undefined ? undefined : Option.getOrUndefined(yield* info(path))
      if (found !== undefined && (yield* matchesVersion(found.version, specOf(pythonRequires)))) return found.executable
    }
    return yield* new PythonUnfit({
      operation: opName,
      requires: pythonRequires,
      interpreter: usual,
      version: own.version
    })
  })
