import { Effect } from "effect"
import { GpusMissing } from "../../domain/batch/BatchErrors.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"

const listOf = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((device) => device.trim())
    .filter((device) => device !== "")

/** What NVIDIA's own tool says; a machine without it has none. */
const askDriver = Effect.gen(function* () {
  const { cwd, env } = yield* Host
  const { exitStatus, stdout } = yield* (yield* Processes).capture({
    argv: ["nvidia-smi", "--query-gpu=index", "--format=csv,noheader"],
    cwd,
    env,
    stdin: "ignore",
    timeoutMs: 10_000
  })
  return exitStatus === 0 ? listOf(stdout.replaceAll("\n", ",")) : []
}).pipe(Effect.orElseSucceed((): ReadonlyArray<string> => []))

/**
 * The GPUs that trials share out: those that were named, else those that CUDA_VISIBLE_DEVICES leaves, else all that the machine
 * has. Fails where a single trial cannot have what it wants.
 */
export const shareGpus = (each: number, named: string | undefined) =>
  Effect.gen(function* () {
    const { env } = yield* Host
    const told = named ?? env["CUDA_VISIBLE_DEVICES"]
    const devices = told === undefined ? yield* askDriver : listOf(told)
    if (devices.length < each) return yield* new GpusMissing({ wanted: each, found: devices.length })
    return { each, devices }
  })
