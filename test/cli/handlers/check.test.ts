import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import type { Script } from "../../../src/layers/ProcessesScripted.ts"
import { guild } from "../../support/commandLine.ts"
import { tempHome } from "../../support/tempHome.ts"

describe("guild check", () => {
  it.scoped("shows what is known of the setup, a fact a line", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const { code, out } = yield* guild(home, ["check", "--offline"])
      expect(code).toBe(0)
      expect(out.split("\n").map((line) => line.split(":")[0])).toEqual([
        "guild_version",
        "guild_install_location",
        "guild_home",
        "guild_resource_cache",
        "installed_plugins",
        "python_version",
        "python_exe",
        "platform",
        "psutil_version",
        "tensorboard_version",
        "cuda_version",
        "nvidia_smi_version",
        "latest_guild_version",
        ""
      ])
      expect(out).toContain(`\nguild_home:                ${home}\n`)
      expect(out).toContain("\nlatest_guild_version:      unchecked (offline)\n")
    })
  )

  it.scoped("tells the versions that nvidia-smi says", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const stdout = "| NVIDIA-SMI 535.54.03   Driver Version: 535.54.03   CUDA Version: 12.2 |\n"
      const host = { which: () => Effect.succeedSome("/bin/nvidia-smi") }
      const script: Script = () => ({ acts: [{ print: stdout, stream: 0 }], exitStatus: 0 })
      const { out } = yield* guild(home, ["check"], { host, processes: script })
      expect(out).toContain("\ncuda_version:              12.2\nnvidia_smi_version:        535.54.03\n")
    })
  )

  it.scoped("holds guild's version against what is required", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const { code, err } = yield* guild(home, ["check", "-n", "--version", "nine"])
      expect([code, err.split("\n")[0]]).toEqual([1, "guild: invalid requirement spec 'nine'"])
    })
  )
})
