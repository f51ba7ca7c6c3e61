import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layer as fixedHost } from "../../src/layers/HostFixed.ts"
import { layer as pythonEnv } from "../../src/layers/PythonEnvScripted.ts"
import { requiredPython } from "../../src/workflows/RequiredPython.ts"

const python = (version: string, executable: string) => ({
  info: { version, executable, sitePackages: [], path: [] },
  packages: []
})

/** A machine with Python 3.11 for runs, and 3.8 and 3.9 on PATH besides. */
const machine = Layer.merge(
  fixedHost({
    programs: { "python3.8": "/shims/python3.8", "python3.9": "/b/python3.9", "python3.7": "/shims/python3.7" }
  }),
  pythonEnv({
    "/a/python3": python("3.11.7", "/a/python3"),
    "/shims/python3.8": python("3.8.18", "/b/python3.8"),
    "/b/python3.9": python("3.9.18", "/b/python3.9")
  })
)

const found = (pythonRequires: string | undefined) =>
  requiredPython({ opName: "train", pythonRequires }).pipe(Effect.provide(machine))

describe("the Python of a run", () => {
  it.effect("is the one for runs where it fits, or nothing is required", () =>
    Effect.gen(function* () {
      for (const spec of [undefined, ">=3.6", "3.11", "3", "==3.11.*", ">3.8,<4"])
        expect(yield* found(spec)).toBe("/a/python3")
    })
  )

  it.effect("is else the newest on PATH that fits, seen through what stands in for it", () =>
    Effect.gen(function* () {
      expect(yield* found("<3.11")).toBe("/b/python3.9")
      expect(yield* found("3.8")).toBe("/b/python3.8")
    })
  )

  it.effect("is missed where none fits, also where a program on PATH is no Python", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(found("3.7"))).message).toContain(
        "cannot find a Python interpreter for '3.7' as train requires (/a/python3 is 3.11.7)"
      )
      expect((yield* Effect.flip(found("newest")))._tag).toBe("VersionSpecInvalid")
    })
  )
})
