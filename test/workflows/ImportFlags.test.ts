import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OpDef } from "../../src/domain/ops/OpDef.ts"
import { toJson } from "../../src/domain/Value.ts"
import { live } from "../../src/layers/Live.ts"
import { resolveOperation } from "../../src/workflows/ResolveOperation.ts"

const project = join(import.meta.dirname, "../../fixtures/guild-files/flags")
const home = mkdtempSync(join(tmpdir(), "guild-home-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const operation = (name: string): Effect.Effect<OpDef, unknown> =>
  resolveOperation(name).pipe(Effect.provide(live({ chdir: project, guildHome: home })))

const values = (op: OpDef) => Object.fromEntries(op.flags.map((flag) => [flag.name, toJson(flag.default)]))

const shown = (op: OpDef, name: string) => {
  const flag = op.flags.find((one) => one.name === name)
  return [flag?.description, flag?.choices.map((choice) => toJson(choice.value)), toJson(flag?.default ?? null)]
}

/** What each operation of the fixture gets from its script. */
const expected: ReadonlyArray<readonly [name: string, dest: string, values: Readonly<Record<string, unknown>>]> = [
  ["default-args", "args", {}],
  ["default-globals", "globals", {}],
  ["import-all-args", "args", { bar: 0.001, foo: 1 }],
  ["import-all-args2", "args", { bar: 2, foo: 1 }],
  ["import-all-globals", "globals", { f_bool: false, f_float: 7, f_int: 6, f_str: "hi" }],
  ["args-flags", "args", { bar: 0.001, foo: 2 }],
  ["globals-flags", "globals", { f_float: 8.8, f_str: "hola" }],
  ["import-all-args-with-mods", "args", { bar: 0.001, foo: 2 }],
  ["explicit-args", "args", { foo: 1 }],
  ["explicit-globals", "globals", { f_str: "hi" }],
  ["no-imports-1", "args", {}],
  ["no-imports-2", "args", {}],
  ["no-imports-3", "args", { foo: 3 }],
  ["implicit-imports", "args", { bar: 0.001, foo: 1 }],
  ["implicit-imports-2", "args", { bar: 0.1, foo: 2 }],
  ["skip-imports", "globals", { f_bool: false, f_float: 7, f_str: "hi" }],
  ["skip-imports-2", "args", { bar: 0.001 }],
  ["merge-by-arg-name", "globals", { f_bool2: false, f_float: 8, f_int: 6, f_str2: "hi2" }],
  ["parser-parents", "args", { a: "A", b: "B", c: "C" }],
  ["fixed-dest", "global:params", {}]
]

describe("importing the flags of real scripts", () => {
  it.effect.each(expected)("gives what the Guild file asks for: %s", ([name, dest, flags]) =>
    Effect.gen(function* () {
      const op = yield* operation(name)
      expect(op.flagsDest).toBe(dest)
      expect(values(op)).toEqual(flags)
    })
  )

  it.effect("keeps the script's descriptions and choices where the Guild file has none", () =>
    Effect.gen(function* () {
      const flags = yield* operation("args-flags")
      expect(shown(flags, "foo")).toEqual(["Foo", [1, 2], 2])
      expect(shown(flags, "bar")).toEqual(["Raised bar", [], 0.001])
      expect(shown(yield* operation("no-imports-3"), "foo")).toEqual(["New def of foo", [3, 4], 3])
      expect(shown(yield* operation("globals-flags"), "f_str")).toEqual(["A greeting", ["hi", "hola"], "hola"])
      expect(shown(yield* operation("implicit-imports-2"), "bar")).toEqual(["", [], 0.1])
    })
  )
})
