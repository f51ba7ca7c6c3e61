import { expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { layer } from "../../src/layers/HostFixed.ts"
import { Host } from "../../src/services/Host.ts"

it.effect("a fixed host is as it was told and has no other programs", () =>
  Effect.gen(function* () {
    const host = yield* Host
    expect(host).toMatchObject({ cwd: "/here", guildHome: "/home/user/.guild" })
    expect(yield* host.which("git")).toEqual(Option.some("/usr/bin/git"))
    for (const name of ["python", "__proto__"]) expect(yield* host.which(name)).toEqual(Option.none())
  }).pipe(Effect.provide(layer({ cwd: "/here", programs: { git: "/usr/bin/git" } })))
)
