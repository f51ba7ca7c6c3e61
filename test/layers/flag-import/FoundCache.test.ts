import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { make as terminal } from "../../../src/layers/TerminalMemory.ts"
import { defaults, importOnce, script, scriptsDir } from "../../support/flagScripts.ts"
import { nextFileTime, tempHome } from "../../support/tempHome.ts"

/** A project of its own whose parser stands in another module. */
const project = Effect.map(tempHome, (dir) => {
  cpSync(join(scriptsDir, "options"), join(dir, "options"), { recursive: true })
  cpSync(join(scriptsDir, "uses_options.py"), join(dir, "uses_options.py"))
  return { dir, ref: script(join(dir, "uses_options.py"), { cwd: dir }) }
})

/** The answer, and whether the script was read anew for it, which the user is told of. */
const told = (...[asked, dest, machine]: Parameters<typeof importOnce>) =>
  Effect.suspend(() => {
    const { layer, printed } = terminal({ isTerminal: true })
    return Effect.map(importOnce(asked, dest, { ...machine, terminal: layer }), (answer) => ({
      answer,
      anew: printed.stderr() === "Refreshing flags...\n"
    }))
  })

const cacheFiles = (home: string): ReadonlyArray<string> => {
  const dir = join(home, "cache", "flag-imports")
  return existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : []
}

describe("remembered flags", () => {
  it.scopedLive("are given again without asking the script", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const first = yield* told(script("every_action.py"), undefined, { home })
      const again = yield* told(script("every_action.py"), undefined, { home, askTimeoutMs: 1 })
      expect([first.anew, again.anew]).toEqual([true, false])
      expect(again.answer).toEqual(first.answer)
    })
  )

  it.scopedLive("are forgotten when a module of the project changes", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const { dir, ref } = yield* project
      const ask = importOnce(ref, "args", { home })
      expect(defaults(yield* ask)).toEqual({ depth: 3 })
      expect((yield* told(ref, "args", { home })).anew).toBe(false)
      const module = join(dir, "options", "train_options.py")
      nextFileTime(dir)
      writeFileSync(module, readFileSync(module, "utf8").replace("default=3", "default=4"))
      expect(defaults(yield* ask)).toEqual({ depth: 4 })
    })
  )

  it.scopedLive("are those of the script's very text, destination and interpreter", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const dir = yield* tempHome
      const path = join(dir, "a.py")
      writeFileSync(path, "x = 1\n")
      const ask = (dest?: string) => told(script(path, { cwd: dir }), dest, { home })
      expect((yield* ask()).anew).toBe(true)
      expect((yield* ask("globals")).anew).toBe(true)
      writeFileSync(path, "x = 2\n")
      expect(defaults((yield* ask()).answer)).toEqual({ x: 2 })
      yield* importOnce(script("main_args.py"), undefined, { home })
      const error = yield* Effect.flip(
        importOnce(script("main_args.py"), undefined, { home, python: "/no/such/python" })
      )
      expect(error.message).toContain("no such program")
    })
  )

  it.scoped("count for nothing where the file is damaged", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const ask = importOnce(script("op.py"), undefined, { home })
      const first = yield* ask
      const [file] = cacheFiles(home)
      const whole = readFileSync(file ?? "", "utf8")
      for (const damaged of [
        "",
        "{",
        "null",
        "[]",
        "{}",
        whole.slice(0, -3),
        whole.replace('"flags":[', '"flags":[1,')
      ]) {
        writeFileSync(file ?? "", damaged)
        expect(yield* ask).toEqual(first)
      }
    })
  )

  it.scoped("are neither read nor written with NO_IMPORT_FLAGS_CACHE=1", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const ask = told(script("op.py"), undefined, { home, env: { NO_IMPORT_FLAGS_CACHE: "1" } })
      expect([(yield* ask).anew, (yield* ask).anew]).toEqual([true, true])
      expect(cacheFiles(home)).toEqual([])
    })
  )

  it.scoped("are not needed: a cache that cannot be written costs nothing but time", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      mkdirSync(join(home, "cache"))
      writeFileSync(join(home, "cache", "flag-imports"), "in the way")
      expect(defaults(yield* importOnce(script("op.py"), undefined, { home }))).toHaveProperty("x")
    })
  )
})
