import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const table = (home: string, ...options: ReadonlyArray<string>) =>
  Effect.map(guild(home, ["compare", "--csv", "-", ...options]), ({ out }) => out.trim().split(/\r?\n/))

describe("guild compare", () => {
  it.scoped("leaves out columns in which all runs agree, when asked to", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { flags: { lr: 1, same: 2 }, label: "" })
      writeSampleRun(home, 1, { flags: { lr: 3, same: 2 }, label: "" })
      expect((yield* table(home, "--skip-unchanged", "--skip-core"))[0]).toBe("run,lr")
      expect((yield* table(home, "--skip-core"))[0]).toBe("run,lr,same")
    })
  )

  it.scoped("shows every column of a run that is alone", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { flags: { lr: 1 } })
      expect(yield* table(home, "-u", "-r")).toEqual(["run,lr", "aaaaaaaa,1"])
    })
  )
})
