import { Effect, Option } from "effect"
import { GUILD_VERSION } from "../domain/GuildVersion.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { PythonEnv } from "../services/PythonEnv.ts"
import { dirName } from "../domain/text/Paths.ts"

/** A fact's name and what it is, in the order that they are shown in. */
export type Fact = readonly [name: string, value: string]

const NVIDIA_TIMEOUT_MS = 10_000
/** What the `plugins` of a Guild file may name; all of it is part of guild. */
const PLUGINS = "cpu, disk, exec_script, gpu, keras, memory, perf, python_script, queue, skopt"

const NONE = "not installed"

/** Versions of CUDA and of the driver's tool, as the tool says them. */
const gpuFacts = Effect.gen(function* () {
  const host = yield* Host
  const program = yield* host.which("nvidia-smi")
  if (Option.isNone(program)) return [NONE, NONE] as const
  const said = yield* (yield* Processes)
    .capture({ argv: [program.value], cwd: host.cwd, env: host.env, stdin: "ignore", timeoutMs: NVIDIA_TIMEOUT_MS })
    .pipe(Effect.match({ onFailure: () => "", onSuccess: ({ stdout }) => stdout }))
  const version = (name: string) => new RegExp(`${name}:?\\s+([0-9.]+)`, "i").exec(said)?.[1] ?? "unknown"
  return [version("CUDA Version"), version("NVIDIA-SMI")] as const
})

const pythonFacts = (verbose: boolean) =>
  Effect.gen(function* () {
    const python = yield* PythonEnv
    const current = yield* python.current
    if (Option.isNone(current)) return { version: NONE, exe: NONE, packages: [], path: [] }
    const { info, interpreter: exe } = current.value
    if (info._tag === "Left")
      return { version: info.left.message.split("\n")[0] ?? "unknown", exe, packages: [], path: [] }
    const packages = yield* python.packagesOf(info.right)
    return { version: info.right.version, exe, packages, path: verbose ? info.right.path : [] }
  })

/**
 * What there is to know of this installation: guild, where it keeps things, the Python of runs, and the machine. Starts no more
 * than the interpreter, and `nvidia-smi` where there is one; asks nothing of the network.
 */
export const checkSetup = (options: { readonly verbose: boolean; readonly offline: boolean }) =>
  Effect.gen(function* () {
    const host = yield* Host
    const [python, [cuda, nvidia]] = yield* Effect.all([pythonFacts(options.verbose), gpuFacts], { concurrency: 2 })
    const packageVersion = (name: string) =>
      python.packages.find((line) => line.toLowerCase().startsWith(`${name}==`))?.slice(name.length + 2) ?? NONE
    const facts: ReadonlyArray<Fact> = [
      ["guild_version", GUILD_VERSION],
      ["guild_install_location", dirName(host.self[1] ?? host.self[0])],
      ["guild_home", host.guildHome],
      ["guild_resource_cache", `${host.guildHome}/cache/resources`],
      ["installed_plugins", PLUGINS],
      ["python_version", python.version],
      ["python_exe", python.exe],
      ...python.path.map((dir): Fact => ["python_path", dir]),
      ["platform", `${host.platform.uname} ${host.platform.architecture}`],
      ["psutil_version", packageVersion("psutil")],
      ["tensorboard_version", packageVersion("tensorboard")],
      ["cuda_version", cuda],
      ["nvidia_smi_version", nvidia],
      ...(options.verbose
        ? ([
            ["node_version", host.nodeVersion ?? "unknown"],
            ["node_exe", host.self[0]],
            ["current_directory", host.cwd]
          ] as const)
        : []),
      ["latest_guild_version", options.offline ? "unchecked (offline)" : "unchecked"]
    ]
    return facts
  })
