import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { layer as guildFiles } from "../../src/layers/GuildFilesMemory.ts"
import { layer as projectFiles } from "../../src/layers/ProjectFilesMemory.ts"
import { layer as pythonEnv } from "../../src/layers/PythonEnvScripted.ts"
import { checkProject } from "../../src/workflows/CheckProject.ts"
import { testHost } from "../support/testHost.ts"

const check = (
  text: string,
  scripts: Readonly<Record<string, "file">> = {},
  included: Readonly<Record<string, string>> = {}
) =>
  Effect.map(checkProject("/p"), Option.getOrThrow).pipe(
    Effect.provide(
      Layer.mergeAll(
        guildFiles({ ...included, "/p/guild.yml": text }),
        projectFiles(scripts),
        pythonEnv(),
        testHost({ cwd: "/p", self: ["/usr/bin/node", "guild"] })
      )
    )
  )

describe("a check of a project", () => {
  it.effect("says nothing of one that is right", () =>
    Effect.gen(function* () {
      const report = yield* check("train:\n  main: train\necho:\n  exec: echo hello\n", { "/p/train.py": "file" })
      expect(report).toMatchObject({ path: "/p/guild.yml", errors: [], warnings: [] })
    })
  )

  it.effect("names every mistake that can be seen at once, from top to bottom", () =>
    Effect.gen(function* () {
      const { errors, warnings } = yield* check(
        [
          "- config: base",
          "  operations: 3",
          "- model: a",
          "  extends: base",
          "  operations:",
          "    train:",
          "      exec: [a]",
          "      flags: [1]",
          "    test:",
          "      exec: x",
          "      optimizer: {}",
          "      descripton: x"
        ].join("\n")
      )
      expect(errors.map((error) => /line \d+, column \d+/.exec(error)?.[0])).toEqual([
        "line 2, column 15",
        "line 7, column 13",
        "line 8, column 14",
        "line 11, column 18"
      ])
      expect(warnings).toEqual([
        "/p/guild.yml, line 12: unexpected attribute 'descripton' in operation 'a:test': did you mean 'description'?"
      ])
    })
  )

  it.effect("does not blame what it could not read", () =>
    Effect.gen(function* () {
      const { errors } = yield* check("- include: gone.yml\n- model: m\n  extends: of-gone\n")
      expect(errors).toEqual([expect.stringContaining("cannot find include 'gone.yml'")])
    })
  )

  it.effect("says where in an operation something is wrong, and which name was meant", () =>
    Effect.gen(function* () {
      const { errors } = yield* check(
        [
          "- config: base",
          "  operations:",
          "    train:",
          "      exec: echo",
          "      requires: [data, dtaa]",
          "- model: m",
          "  extends: base",
          "  operations:",
          "    all:",
          "      steps: [train, {rnu: train}]",
          "  resources:",
          "    data: [a.txt]"
        ].join("\n")
      )
      expect(errors).toEqual([
        "error in line 10, column 22 of /p/guild.yml: step 2 of operation 'm:all': invalid step {'rnu': 'train'}: must define run: did you mean it by 'rnu'?",
        "error in line 5, column 24 of /p/guild.yml: resource 'dtaa' required by operation 'm:train' is not defined\nDid you mean 'data'?"
      ])
    })
  )

  it.effect("finds the place of what comes from other objects and files, and from what holds for all operations", () =>
    Effect.gen(function* () {
      const { errors, warnings } = yield* check(
        [
          "- include: shared.yml",
          "- model: m",
          "  operation-defaults:",
          "    requires: [dtaa]",
          "  operations:",
          "    $include: shared",
          "    own:",
          "      exec: echo"
        ].join("\n"),
        {},
        {
          "/p/shared.yml": [
            "- config: shared",
            "  operations:",
            "    included:",
            "      main: no_module",
            "    stepped:",
            "      requires: [other]",
            "      steps:",
            "      - rnu: x"
          ].join("\n")
        }
      )
      expect(errors.map((error) => error.replace(/\n.*/, ""))).toEqual([
        "error in line 4, column 16 of /p/guild.yml: resource 'dtaa' required by operation 'm:included' is not defined",
        "error in line 8, column 9 of /p/shared.yml: step 1 of operation 'm:stepped': invalid step {'rnu': 'x'}: must define run: did you mean it by 'rnu'?",
        "error in line 6, column 18 of /p/shared.yml: resource 'other' required by operation 'm:stepped' is not defined",
        "error in line 4, column 16 of /p/guild.yml: resource 'dtaa' required by operation 'm:own' is not defined"
      ])
      expect(warnings).toEqual(["/p/shared.yml, line 4: operation 'm:included': no module named 'no_module'"])
    })
  )

  it.effect("sees what would stop an operation's runs", () =>
    Effect.gen(function* () {
      const { errors, warnings } = yield* check(
        "train: no_module\nempty: {}\nneeds:\n  exec: echo\n  requires: data\nquote:\n  exec: echo 'x\n"
      )
      expect(errors).toEqual([
        expect.stringContaining(
          "error in line 5, column 3 of /p/guild.yml: resource 'data' required by operation 'needs' is not defined"
        ),
        expect.stringContaining("error in line 7, column 3 of /p/guild.yml: invalid definition for operation 'quote': ")
      ])
      expect(warnings).toEqual([
        "/p/guild.yml, line 1: operation 'train': no module named 'no_module'",
        "/p/guild.yml, line 2: operation 'empty': no module named 'empty'"
      ])
    })
  )
})
