import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect, Option } from "effect"
import { GuildFiles } from "../../src/services/GuildFiles.ts"

/** A project tree: texts by path relative to it, and directories of it that are on the system path. */
export interface Tree {
  readonly files: Readonly<Record<string, string>>
  readonly systemPath?: ReadonlyArray<string>
}

/** A layer over a tree, and the absolute path of the tree. */
export type MakeLayer = (tree: Tree) => { readonly layer: Layer.Layer<GuildFiles>; readonly root: string }

const INCLUDES: Tree = {
  files: {
    "a.yml": "- include: common.yml\n- model: a\n  extends: [base]\n",
    "common.yml": "- config: base\n  operations: {op1: {exec: op1}, op2: {exec: op2}}\n",
    "list.yml": "- include: [common.yml, sub/uncommon.yml]\n- model: c\n  extends: [base, more]\n",
    "sub/uncommon.yml": "- include: near.yml\n- model: uncommon\n",
    "sub/near.yml": "- config: more\n  operations: {op3: {exec: op3}}\n",
    "chain.yml": "- include: a.yml\n- model: b\n  extends: a\n",
    "cycle.yml": "- include: cycle-2.yml\n",
    "cycle-2.yml": "- include: cycle.yml\n",
    "self.yml": "- include: self.yml\n",
    "pkg.yml": "- include: mnist-pkg\n- model: b\n",
    "bad.yml": "- include: gone.yml\n",
    "wrong.yml": "- include: wrong-inside.yml\n",
    "wrong-inside.yml": "- model: m\n  operations:\n    op:\n      flags-import: hello\n",
    "lib/mnist-pkg/guild.yml": "- model: expert\n- model: intro\n"
  },
  systemPath: ["lib"]
}

const PACKAGES: Tree = {
  files: {
    "a/guild.yml":
      "- model: model\n  resources: {data: [{file: '{{msg}}.txt'}]}\n  params: {msg: a}\n  operations: {test: {exec: 'echo {{msg}}', flags: {$include: defaults}}}\n- config: defaults\n  flags: {x: 1}\n",
    "b/guild.yml": "- model: model\n  extends: a/model\n  params: {msg: b}\n",
    "c/guild.yml": "- model: model\n  extends: b/model\n  params: {msg: c}\n",
    "d/guild.yml": "- model: model\n  extends: a/other\n",
    "cycle_a/guild.yml": "- model: model\n  extends: cycle_b/model\n",
    "cycle_b/guild.yml": "- model: model\n  extends: cycle_a/model\n",
    "f/guild.yml":
      "- operations: {op: {exec: a, requires: ['a/data', {resource: 'a/model:data'}, 'a/none', 'g:text']}}\n- model: g\n  resources: {text: [{file: t}]}\n",
    "e/guild.yml": "- operations: {op: {exec: a, flags: {$include: a/defaults}}}\n"
  },
  systemPath: ["."]
}

/** What every GuildFiles promises; run it on each layer. */
export const suite = (name: string, make: MakeLayer) => {
  const load = (tree: Tree, path: string) => {
    const { layer, root } = make(tree)
    return Effect.flatMap(GuildFiles, (files) => files.forFile(`${root}/${path}`)).pipe(Effect.provide(layer))
  }
  const message = (tree: Tree, path: string) =>
    Effect.map(Effect.flip(load(tree, path)), (error) => error.message.replaceAll(/\/\S*\/(?=[\w-]+\.yml)/g, ".../"))
  const ops = (tree: Tree, path: string) =>
    Effect.map(load(tree, path), (file) =>
      file.models.flatMap((model) => model.operations.map((op) => op.fullName)).sort()
    )

  describe(`GuildFiles laws: ${name}`, () => {
    it.effect("a directory's Guild file is guild.yml, and there may be none", () =>
      Effect.gen(function* () {
        const { layer, root } = make({ files: { "p/guild.yml": "train: train\n", "q/other.yml": "x: y\n" } })
        yield* Effect.gen(function* () {
          const files = yield* GuildFiles
          const found = Option.getOrThrow(yield* files.forDir(`${root}/p`))
          expect(found).toMatchObject({ path: `${root}/p/guild.yml`, dir: `${root}/p` })
          expect(found.models[0]?.operations[0]?.opRef.pkgName).toBe(`${root}/p/guild.yml`)
          expect(Option.isNone(yield* files.forDir(`${root}/q`))).toBe(true)
          expect(Option.isNone(yield* files.forDir(`${root}/nowhere`))).toBe(true)
        }).pipe(Effect.provide(layer))
      })
    )

    it.effect("operations know the resources of other models and packages that they require", () =>
      Effect.gen(function* () {
        const op = (yield* load(PACKAGES, "f/guild.yml")).models[0]?.operations[0]
        expect(op?.resources).toEqual({
          "a/data": [{ file: "a.txt" }],
          "a/model:data": [{ file: "a.txt" }],
          "g:text": [{ file: "t" }]
        })
        expect(op?.parentDirs?.map((dir) => dir.split("/").at(-1))).toEqual(["a"])
      })
    )

    it.effect("the version is the MD5 of the bytes", () =>
      Effect.gen(function* () {
        const file = yield* load({ files: { "guild.yml": "train: train\n" } }, "guild.yml")
        expect(file.version).toBe("b2e53b20e38abca78aa630abcff2fba9")
      })
    )

    it.effect("a file that is not there is an error that names it", () =>
      Effect.gen(function* () {
        expect(yield* message({ files: {} }, "guild.yml")).toBe("error in .../guild.yml: no such file")
      })
    )

    it.effect("an include stands for what it names, in its place", () =>
      Effect.gen(function* () {
        expect(yield* ops(INCLUDES, "a.yml")).toEqual(["a:op1", "a:op2"])
        const { data } = yield* load(INCLUDES, "a.yml")
        expect(data).toEqual([
          { config: "base", operations: { op1: { exec: "op1" }, op2: { exec: "op2" } } },
          { model: "a", extends: ["base"] }
        ])
      })
    )

    it.effect("includes may be lists, chains and relative to the file that names them", () =>
      Effect.gen(function* () {
        expect(yield* ops(INCLUDES, "list.yml")).toEqual(["c:op1", "c:op2", "c:op3"])
        expect(yield* ops(INCLUDES, "chain.yml")).toEqual(["a:op1", "a:op2", "b:op1", "b:op2"])
      })
    )

    it.effect("includes that come back are reported by their path", () =>
      Effect.gen(function* () {
        expect(yield* message(INCLUDES, "cycle.yml")).toBe(
          "error in cycle in 'includes': .../cycle.yml (.../cycle.yml -> .../cycle-2.yml -> .../cycle.yml)"
        )
        expect(yield* message(INCLUDES, "self.yml")).toBe(
          "error in cycle in 'includes': .../self.yml (.../self.yml -> .../self.yml)"
        )
      })
    )

    it.effect("an include may be a package on the system path", () =>
      Effect.gen(function* () {
        const file = yield* load(INCLUDES, "pkg.yml")
        expect(file.models.map((model) => model.name)).toEqual(["expert", "intro", "b"])
        const advice = "(includes must be local to including Guild file or a Guild package on the system path)"
        expect(yield* message({ files: INCLUDES.files }, "pkg.yml")).toBe(
          `error in line 1, column 12 of .../pkg.yml: cannot find include 'mnist-pkg' ${advice}`
        )
        expect(yield* message(INCLUDES, "bad.yml")).toBe(
          `error in line 1, column 12 of .../bad.yml: cannot find include 'gone.yml' ${advice}`
        )
      })
    )

    it.effect("an error in an included file names that file and the line in it", () =>
      Effect.gen(function* () {
        expect(yield* message(INCLUDES, "wrong.yml")).toBe(
          "error in line 4, column 21 of .../wrong-inside.yml: invalid flags-import value 'hello': expected yes/all, no, or a list of flag names"
        )
      })
    )

    it.effect("models extend those of packages, over several packages", () =>
      Effect.gen(function* () {
        const exec = (path: string) => Effect.map(load(PACKAGES, path), (file) => file.models[0]?.operations[0]?.target)
        expect(yield* exec("a/guild.yml")).toEqual({ kind: "exec", exec: "echo a" })
        expect(yield* exec("b/guild.yml")).toEqual({ kind: "exec", exec: "echo b" })
        expect(yield* exec("c/guild.yml")).toEqual({ kind: "exec", exec: "echo c" })
        const { models } = yield* load(PACKAGES, "c/guild.yml")
        expect(models[0]?.operations[0]?.parentDirs?.map((dir) => dir.slice(-2))).toEqual(["/b", "/a"])
      })
    )

    it.effect("includes of flags that are inherited from a package find the package's own configs", () =>
      Effect.gen(function* () {
        const flags = (path: string) =>
          Effect.map(load(PACKAGES, path), (file) => file.models[0]?.operations[0]?.flags.map((flag) => flag.name))
        expect(yield* flags("c/guild.yml")).toEqual(["x"])
        expect(yield* flags("e/guild.yml")).toEqual(["x"])
      })
    )

    it.effect(
      "includes that are inherited mean the nearest file that has what they name, the project's own first",
      () =>
        Effect.gen(function* () {
          const flags = (path: string, more: Readonly<Record<string, string>>) =>
            Effect.map(load({ ...PACKAGES, files: { ...PACKAGES.files, ...more } }, path), (file) =>
              file.models[0]?.operations[0]?.flags.map((flag) => [flag.name, flag.default])
            )
          const b = `${PACKAGES.files["b/guild.yml"] ?? ""}- config: defaults\n  flags: {x: 2}\n`
          const c = `${PACKAGES.files["c/guild.yml"] ?? ""}- config: defaults\n  flags: {x: 3}\n`
          expect(yield* flags("c/guild.yml", { "b/guild.yml": b })).toEqual([["x", 2]])
          expect(yield* flags("c/guild.yml", { "b/guild.yml": b, "c/guild.yml": c })).toEqual([["x", 3]])
          expect(yield* flags("a/guild.yml", { "b/guild.yml": b })).toEqual([["x", 1]])
        })
    )

    it.effect("a package that is not there, has no such model, or comes back is reported", () =>
      Effect.gen(function* () {
        expect(yield* message({ files: PACKAGES.files }, "b/guild.yml")).toBe(
          "error in line 2, column 12 of .../guild.yml: cannot find Guild file for package 'a'"
        )
        expect(yield* message(PACKAGES, "d/guild.yml")).toContain("undefined model or config 'other' in package 'a'")
        expect(yield* message(PACKAGES, "cycle_a/guild.yml")).toContain(
          "cycle in 'extends' (cycle_b/model -> cycle_a/model -> cycle_b/model)"
        )
        expect(yield* message(PACKAGES, "cycle_b/guild.yml")).toContain(
          "cycle in 'extends' (cycle_a/model -> cycle_b/model -> cycle_a/model)"
        )
      })
    )

    it.effect("a package is found by its name", () =>
      Effect.gen(function* () {
        const { layer, root } = make(PACKAGES)
        yield* Effect.gen(function* () {
          const files = yield* GuildFiles
          expect(Option.getOrThrow(yield* files.forPackage("a")).dir).toBe(`${root}/a`)
          expect(Option.isNone(yield* files.forPackage("z"))).toBe(true)
          expect(yield* files.packageNames).toEqual(expect.arrayContaining(["a", "b"]))
          expect(yield* files.packageNames).not.toContain("z")
        }).pipe(Effect.provide(layer))
      })
    )

    it.effect("a directory's file is looked through to its end", () =>
      Effect.gen(function* () {
        const text = "- model: m\n  operations:\n    a: [1]\n    b:\n      exec: [2]\n"
        const { layer, root } = make({ files: { "bad/guild.yml": text, "good/guild.yml": "a: b\n" } })
        yield* Effect.gen(function* () {
          const files = yield* GuildFiles
          const bad = Option.getOrThrow(yield* files.inspectDir(`${root}/bad`))
          expect(bad.file).toBeUndefined()
          expect(bad.errors.map(({ line }) => line)).toEqual([3, 5])
          const good = Option.getOrThrow(yield* files.inspectDir(`${root}/good`))
          expect(good).toMatchObject({ path: `${root}/good/guild.yml`, errors: [], file: { dir: `${root}/good` } })
          const at = (...path: ReadonlyArray<string | number>) => good.placeOf("", "a", path)
          expect([at(), at("main"), good.placeOf("", "b", []), good.placeOf("m", "a", [])]).toEqual([
            { path: `${root}/good/guild.yml`, line: 1, column: 1 },
            { path: `${root}/good/guild.yml`, line: 1, column: 4 },
            undefined,
            undefined
          ])
          expect(Option.isNone(yield* files.inspectDir(`${root}/none`))).toBe(true)
        }).pipe(Effect.provide(layer))
      })
    )

    it.effect("names of packages cannot leave the system path", () =>
      Effect.gen(function* () {
        const tree = {
          files: { ...PACKAGES.files, "x/guild.yml": "- model: m\n  extends: ../a/model\n" },
          systemPath: ["b"]
        }
        expect(yield* message(tree, "x/guild.yml")).toContain("cannot find Guild file for package '..'")
      })
    )
  })
}
