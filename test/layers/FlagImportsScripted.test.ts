import { expect, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import { layer } from "../../src/layers/FlagImportsScripted.ts"
import { FlagImportError, FlagImports } from "../../src/services/FlagImports.ts"
import { suite } from "../suites/FlagImportsSuite.ts"
import { script } from "../support/flagScripts.ts"

const told = layer({
  "/p/globals.py": {
    flags: ["f_bool", "f_float", "f_int", "f_str"].map(emptyFlagDef),
    dest: "globals",
    log: [],
    warnings: []
  },
  "/p/broken.py": new FlagImportError({ script: "/p/broken.py", reason: "it is broken" })
})

suite("FlagImportsScripted", told, {
  variables: script("/p/globals.py"),
  unreadable: script("/p/broken.py", { name: "/p/broken.py" })
})

it.effect("a script that the test did not tell of is a defect", () =>
  Effect.gen(function* () {
    const imports = yield* FlagImports
    const exit = yield* Effect.exit(imports.importFlags(script("/p/unknown.py"), undefined))
    expect(Exit.isFailure(exit) && Cause.pretty(exit.cause)).toContain("no flags were scripted for /p/unknown.py")
  }).pipe(Effect.provide(told))
)
