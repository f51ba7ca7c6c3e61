import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { hostname, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, afterEach, describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import type { HostOptions } from "../../src/layers/HostNode.ts"
import { layer } from "../../src/layers/HostNode.ts"
import { Host } from "../../src/services/Host.ts"

const root = realpathSync(mkdtempSync(join(tmpdir(), "guild-host-")))
afterAll(() => rmSync(root, { recursive: true }))

const saved = { ...process.env }
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in saved)) Reflect.deleteProperty(process.env, name)
  Object.assign(process.env, saved)
})

/** Sets variables of this process for one test; `undefined` takes one away. */
const setEnv = (env: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, value] of Object.entries(env))
    if (value === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = value
}

const NO_HOME = { GUILD_HOME: undefined, CONDA_PREFIX: undefined, VIRTUAL_ENV: undefined }

/** The Host as it is with an environment; without `-H`, a Guild home of its own. */
const host = (options: HostOptions = {}, env: Readonly<Record<string, string | undefined>> = {}) =>
  Effect.suspend(() => {
    setEnv({ ...NO_HOME, GUILD_HOME: join(root, "default"), ...env })
    return Effect.provide(Host, layer(options))
  })

describe("the Guild home", () => {
  it.effect("is -H, GUILD_HOME, that of an activated environment, or below the user's home, in this order", () =>
    Effect.gen(function* () {
      const env = {
        GUILD_HOME: join(root, "env"),
        CONDA_PREFIX: join(root, "conda"),
        VIRTUAL_ENV: join(root, "venv"),
        HOME: root
      }
      expect((yield* host({ guildHome: join(root, "told") }, env)).guildHome).toBe(join(root, "told"))
      expect((yield* host({}, env)).guildHome).toBe(join(root, "env"))
      expect((yield* host({}, { ...env, GUILD_HOME: "" })).guildHome).toBe(join(root, "conda/.guild"))
      expect((yield* host({}, { ...env, ...NO_HOME, VIRTUAL_ENV: join(root, "venv") })).guildHome).toBe(
        join(root, "venv/.guild")
      )
      expect((yield* host({}, { ...env, ...NO_HOME })).guildHome).toBe(join(root, ".guild"))
    })
  )

  it.effect("is made, and kept out of snapshots", () =>
    Effect.gen(function* () {
      const home = join(root, "new/home")
      yield* host({ guildHome: home })
      expect(existsSync(join(home, ".guild-nocopy"))).toBe(true)
      for (const dir of ["runs", "trash", "cache/runs", "cache/resources"])
        expect(existsSync(join(home, dir)), dir).toBe(true)
    })
  )

  it.effect("is absolute, also where it was told as a relative path", () =>
    Effect.gen(function* () {
      expect((yield* host({}, { GUILD_HOME: "node_modules/.cache/rel" })).guildHome).toBe(
        resolve("node_modules/.cache/rel")
      )
    })
  )

  it.effect("cannot be a file", () =>
    Effect.gen(function* () {
      writeFileSync(join(root, "file"), "")
      const error = yield* Effect.flip(host({ guildHome: join(root, "file") }))
      expect(error.message).toBe(`'${join(root, "file")}' is not a directory`)
    })
  )

  it.effect("may be one that cannot be made, for who only looks", () =>
    Effect.gen(function* () {
      for (const home of ["/proc/no/home", "/dev/null/home"])
        expect((yield* host({ guildHome: home })).guildHome).toBe(home)
    })
  )
})

describe("the directory that commands act in", () => {
  it.effect("is the current one, or -C", () =>
    Effect.gen(function* () {
      mkdirSync(join(root, "proj"))
      expect((yield* host()).cwd).toBe(process.cwd())
      expect(yield* host({ chdir: join(root, "proj") })).toMatchObject({
        cwd: join(root, "proj"),
        startDir: process.cwd()
      })
      expect((yield* host({ chdir: "src" })).cwd).toBe(resolve("src"))
    })
  )

  it.effect("must be there and be a directory", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(host({ chdir: "foobar" }))).message).toBe("directory 'foobar' does not exist")
      expect(yield* Effect.flip(host({ chdir: "package.json/x" }))).toMatchObject({ reason: "missing" })
      const file = resolve("package.json")
      expect((yield* Effect.flip(host({ chdir: file }))).message).toBe(`'${file}' is not a directory`)
    })
  )
})

describe("programs", () => {
  it.effect("are found on PATH in its order, files that can be run only", () =>
    Effect.gen(function* () {
      for (const dir of ["one", "two", "three"]) mkdirSync(join(root, dir))
      mkdirSync(join(root, "one/tool"))
      writeFileSync(join(root, "two/tool"), "")
      writeFileSync(join(root, "three/tool"), "")
      chmodSync(join(root, "three/tool"), 0o755)
      const PATH = ["one", "two", "three"].map((dir) => join(root, dir)).join(":")
      const { which } = yield* host({ chdir: root }, { PATH })
      expect(yield* which("tool")).toEqual(Option.some(join(root, "three/tool")))
      expect(yield* which("three/tool")).toEqual(Option.some(join(root, "three/tool")))
      for (const none of ["none", "", "two/tool", "one/tool"]) expect(yield* which(none)).toEqual(Option.none())
    })
  )
})

describe("this machine", () => {
  it.effect("has its names, and guild's own files beside each other", () =>
    Effect.gen(function* () {
      const found = yield* host({}, { USER: "someone", NAME: "väl ue" })
      expect(found).toMatchObject({ hostName: hostname(), userName: "someone", pid: process.pid })
      expect(found.env["NAME"]).toBe("väl ue")
      expect(found.pythonPackageDir).toBe(resolve("python"))
      expect(found.runtimeDir).toBe(resolve("runtime"))
      expect(found.self).toEqual([process.execPath, resolve("dist/guild.cjs")])
      expect(found.platform.architecture).toMatch(/^(64|32)bit/)
      expect(found.platform.cpus).toBeGreaterThan(0)
      expect(found.platform.uname).toContain(hostname())
    })
  )

  it.effect("has a user, whatever the environment says", () =>
    Effect.gen(function* () {
      const { userName } = yield* host({}, { USER: undefined, LOGNAME: undefined })
      expect(userName).not.toBe("")
    })
  )
})
