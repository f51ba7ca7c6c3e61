import { execFileSync } from "node:child_process"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect, Either, Layer, Option } from "effect"
import { afterAll, describe } from "vitest"
import { layer } from "../../src/layers/PythonEnvNode.ts"
import { PythonEnv } from "../../src/services/PythonEnv.ts"
import { captureProcesses } from "../support/captureProcesses.ts"
import { testHost } from "../support/testHost.ts"

const base = realpathSync(mkdtempSync(join(tmpdir(), "guild-python-")))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const PATH = process.env["PATH"] ?? ""

/** A program that answers as an interpreter with these directories on its path does. */
const fakePython = (path: string, version = "3.11.7", ...sitePackages: ReadonlyArray<string>): string => {
  const info = { version, executable: join(base, "real-python"), sitePackages, path: ["/nowhere", ...sitePackages] }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho noise of a site hook\necho '${JSON.stringify(info)}'\n`)
  chmodSync(path, 0o755)
  return path
}

const install = (dir: string, name: string, version: string): void => {
  const info = join(dir, `${name}-${version}.dist-info`)
  mkdirSync(info, { recursive: true })
  writeFileSync(join(info, "METADATA"), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nA readme\n`)
}

const within = <A, E>(
  env: Readonly<Record<string, string>>,
  act: (python: typeof PythonEnv.Service, started: ReadonlyArray<ReadonlyArray<string>>) => Effect.Effect<A, E>,
  guildHome = mkdtempSync(join(base, "home-")),
  cwd = base
): Effect.Effect<A, E> =>
  Effect.suspend(() => {
    const started: Array<ReadonlyArray<string>> = []
    const host = testHost({ env, guildHome, cwd, homeDir: base })
    return Effect.flatMap(PythonEnv, (python) => act(python, started)).pipe(
      Effect.provide(layer.pipe(Layer.provide([host, captureProcesses(started)])))
    )
  })

const interpreter = (env: Readonly<Record<string, string>>) =>
  within(env, (python) => Effect.map(python.interpreter, Option.getOrUndefined))

describe("the Python for runs", () => {
  const dir = mkdtempSync(join(base, "choice-"))
  const venv = fakePython(join(dir, "venv/bin/python"))
  const conda = fakePython(join(dir, "conda/bin/python"))
  const python3 = fakePython(join(dir, "path/python3"))
  const python = fakePython(join(dir, "old/python"))
  const all = {
    GUILD_PYTHON_EXE: "/my/python",
    VIRTUAL_ENV: join(dir, "venv"),
    CONDA_PREFIX: join(dir, "conda"),
    PATH: `${join(dir, "old")}:${join(dir, "path")}`
  }

  it.effect("is what the environment names, then an activated environment's, then that on PATH", () =>
    Effect.gen(function* () {
      expect(yield* interpreter(all)).toBe("/my/python")
      expect(yield* interpreter({ ...all, GUILD_PYTHON_EXE: "" })).toBe(venv)
      expect(yield* interpreter({ ...all, GUILD_PYTHON_EXE: "", VIRTUAL_ENV: "/gone" })).toBe(conda)
      expect(yield* interpreter({ PATH: all.PATH })).toBe(python3)
      expect(yield* interpreter({ PATH: join(dir, "old") })).toBe(python)
      expect(yield* interpreter({ PATH: "/nowhere" })).toBeUndefined()
    })
  )

  it.effect("may be named by its program's name or by a path from the current directory", () =>
    Effect.gen(function* () {
      expect(yield* interpreter({ GUILD_PYTHON_EXE: "python3", PATH: all.PATH })).toBe(python3)
      expect(yield* interpreter({ GUILD_PYTHON_EXE: "./bin/py" })).toBe(join(base, "bin/py"))
    })
  )

  it.effect("is the real one behind a version manager's stand-in, asked again when the manager decides anew", () => {
    const shim = fakePython(join(dir, "pyenv/shims/python3"))
    const home = mkdtempSync(join(base, "home-"))
    const cwd = mkdtempSync(join(base, "project-"))
    const ask = within(
      { PATH: dirname(shim) },
      (found, started) =>
        Effect.map(found.interpreter, (path) => [Option.getOrUndefined(path), started.length] as const),
      home,
      cwd
    )
    return Effect.gen(function* () {
      expect(yield* ask).toEqual([join(base, "real-python"), 1])
      expect(yield* ask).toEqual([join(base, "real-python"), 0])
      writeFileSync(join(cwd, ".python-version"), "3.12.1\n")
      expect(yield* ask).toEqual([join(base, "real-python"), 1])
    })
  })
})

describe("what is known of an interpreter", () => {
  it.effect("is not remembered where somebody only checks what is there", () => {
    const python = fakePython(join(base, "checked/python3"))
    const home = mkdtempSync(join(base, "home-"))
    return Effect.gen(function* () {
      const current = yield* within({ PATH: dirname(python) }, (found) => found.current, home)
      expect(Option.map(current, ({ info, interpreter }) => [interpreter, Either.isRight(info)])).toEqual(
        Option.some([python, true])
      )
      expect(readdirSync(home)).toEqual([])
    })
  })

  it.effect("is asked once, until the interpreter or its packages change", () => {
    const site = mkdtempSync(join(base, "site-"))
    const path = fakePython(join(mkdtempSync(join(base, "bin-")), "python3"), "3.11.7", site)
    const home = mkdtempSync(join(base, "home-"))
    const ask = within(
      {},
      (python, started) => Effect.map(python.info(path), ({ version }) => [version, started.length] as const),
      home
    )
    return Effect.gen(function* () {
      expect(yield* ask).toEqual(["3.11.7", 1])
      expect(yield* ask).toEqual(["3.11.7", 0])
      install(site, "six", "1.16.0")
      expect(yield* ask).toEqual(["3.11.7", 1])
      fakePython(path, "3.12.0rc1", site)
      expect(yield* ask).toEqual(["3.12.0rc1", 1])
    })
  })

  it.effect("is asked anew where the cache is damaged, and does without one that cannot be written", () => {
    const path = fakePython(join(mkdtempSync(join(base, "bin-")), "python3"))
    const home = join(mkdtempSync(join(base, "home-")), "file")
    writeFileSync(home, "not a directory")
    return Effect.gen(function* () {
      expect(yield* within({}, (python) => python.info(path), home)).toMatchObject({ version: "3.11.7" })
    })
  })

  it.effect("is an error with advice where the program is no Python", () =>
    Effect.gen(function* () {
      const error = yield* within({}, (python) => Effect.flip(python.info("/bin/true")))
      expect(error.message).toBe(
        "cannot use the Python interpreter /bin/true: it does not answer as Python does\n" +
          "Set GUILD_PYTHON_EXE to the interpreter that runs should use."
      )
      const gone = yield* within({}, (python) => Effect.flip(python.info("/nowhere/python")))
      expect(gone.reason).toContain("no such program")
      const failing = yield* within({}, (python) => Effect.flip(python.info("/bin/false")))
      expect(failing.reason).toBe("it ended with exit status 1")
    })
  )

  it.effect("is what a real Python says, down to what pip lists", () =>
    Effect.gen(function* () {
      const pip = execFileSync("python3", ["-E", "-m", "pip", "freeze", "--disable-pip-version-check"], {
        encoding: "utf8",
        cwd: base
      })
      const found = yield* within({ PATH, HOME: process.env["HOME"] ?? "" }, (python) =>
        Effect.gen(function* () {
          const path = Option.getOrThrow(yield* python.interpreter)
          return { info: yield* python.info(path), packages: yield* python.packages(path) }
        })
      )
      expect(found.info.version).toMatch(/^3\.\d+\.\d+/)
      expect(found.info.sitePackages.length).toBeGreaterThan(0)
      const names = (lines: ReadonlyArray<string>) => lines.map((line) => line.split(/==| @ /)[0])
      expect(names(found.packages)).toEqual(names(pip.split("\n").filter((line) => /^[a-z0-9]/i.test(line))))
    })
  )
})

describe("installed packages", () => {
  it.effect("are read from every form in which Python keeps them", () => {
    const site = mkdtempSync(join(base, "site-"))
    const project = mkdtempSync(join(base, "dev-"))
    install(site, "Zope.interface", "6.1")
    install(site, "pip", "23.0")
    mkdirSync(join(site, "old.egg-info"))
    writeFileSync(join(site, "old.egg-info/PKG-INFO"), "Name: old\nVersion: 0.1\n")
    writeFileSync(join(site, "older.egg-info"), "Name: older\nVersion: 0.2\n")
    mkdirSync(join(site, "egg-1.egg/EGG-INFO"), { recursive: true })
    writeFileSync(join(site, "egg-1.egg/EGG-INFO/PKG-INFO"), "Name: egg\nVersion: 1\n")
    mkdirSync(join(project, "dev.egg-info"))
    writeFileSync(join(project, "dev.egg-info/PKG-INFO"), "Name: dev\nVersion: 3\n")
    writeFileSync(join(site, "dev.egg-link"), `${project}\n.`)
    writeFileSync(join(project, "loop.egg-link"), `${project}\n.`)
    mkdirSync(join(site, "empty-1.dist-info"))
    symlinkSync("gone", join(site, "broken-1.dist-info"))
    const path = fakePython(join(mkdtempSync(join(base, "bin-")), "python3"), "3.11.7", site)
    return Effect.gen(function* () {
      const lines = yield* within({}, (python) => python.packages(path))
      expect(lines).toEqual(["dev==3", "egg==1", "old==0.1", "older==0.2", "Zope.interface==6.1"])
      expect(yield* within({ NO_PIP_FREEZE: "1" }, (python) => python.packages(path))).toEqual([])
    })
  })

  it.effect("of PYTHONPATH come before the interpreter's own", () => {
    const site = mkdtempSync(join(base, "site-"))
    const mine = mkdtempSync(join(base, "mine-"))
    install(site, "six", "1")
    install(mine, "six", "2")
    const path = fakePython(join(mkdtempSync(join(base, "bin-")), "python3"), "3.11.7", site)
    return Effect.gen(function* () {
      expect(yield* within({ PYTHONPATH: mine }, (python) => python.packages(path))).toEqual(["six==2"])
    })
  })
})
