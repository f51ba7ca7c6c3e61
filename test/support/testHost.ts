import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, Option } from "effect"
import { Host } from "../../src/services/Host.ts"

/** A machine as a test says it is; programs are looked up on the PATH of its `env`. */
export const testHost = (told: Partial<typeof Host.Service>): Layer.Layer<Host> => {
  const env = told.env ?? {}
  return Layer.succeed(
    Host,
    Host.of({
      cwd: "/nowhere",
      startDir: told.cwd ?? "/nowhere",
      argv: [],
      runtimeDir: "/nowhere/runtime",
      guildHome: "/nowhere/.guild",
      homeDir: "/nowhere",
      env,
      hostName: "testhost",
      userName: "tester",
      pid: process.pid,
      self: ["guild"],
      pythonPackageDir: "/nowhere/python",
      which: (program) =>
        Effect.sync(() =>
          Option.fromNullable(
            (env["PATH"] ?? "")
              .split(":")
              .map((dir) => join(dir, program))
              .find((path) => existsSync(path))
          )
        ),
      platform: { architecture: "x", cpus: 1, processor: "x", uname: "x" },
      ...told
    })
  )
}
