import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Effect, Either, Layer } from "effect"
import { afterAll } from "vitest"
import { decodeDependency } from "../../src/domain/resources/ResourceDecode.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { layer as pythonLayer } from "../../src/layers/PythonEnvNode.ts"
import { layer } from "../../src/layers/ResourcesNode.ts"
import type { ResolveContext } from "../../src/services/Resources.ts"
import { Resources } from "../../src/services/Resources.ts"
import { captureProcesses } from "./captureProcesses.ts"
import { testHost } from "./testHost.ts"

const base = realpathSync(mkdtempSync(join(tmpdir(), "guild-resources-")))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

export interface Place {
  readonly project: string
  readonly runs: string
  readonly run: string
}

/** Writes files below a directory, with the directories they need. */
export const write = (dir: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
}

/** A project with these files, and a run beside it. */
export const place = (files: Readonly<Record<string, string>>): Place => {
  const at = mkdtempSync(join(base, "place-"))
  const project = join(at, "project")
  const runs = join(at, "home/runs")
  mkdirSync(join(runs, "a1/.guild"), { recursive: true })
  mkdirSync(project)
  write(project, files)
  return { project, runs, run: join(runs, "a1") }
}

/** Names below a run without Guild's own; a link with where it leads. */
export const list = (dir: string, at = ""): ReadonlyArray<string> =>
  readdirSync(join(dir, at), { withFileTypes: true })
    .filter(({ name }) => name !== ".guild")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(at, entry.name)
      return entry.isDirectory() ? list(dir, path) : [path]
    })

/** Resolves one entry of `requires` for the run of a place; gives the paths found and what was said. Fails with the message. */
export const resolve = (spec: ValueMap, { project, run }: Place, more: Partial<ResolveContext> = {}) => {
  const said: Array<string> = []
  const resource = Either.getOrThrow(decodeDependency(spec, {}, "op"))
  const tell = (line: string) => Effect.sync(() => void said.push(line))
  const context: ResolveContext = {
    run: { id: RunId.make("a1"), dir: run },
    projectDir: project,
    modelName: "",
    flags: {},
    override: undefined,
    findRun: () => Effect.succeedNone,
    say: tell,
    output: () => undefined,
    warn: (line) => tell(`WARNING: ${line}`),
    ...more
  }
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" }
  const services = Layer.mergeAll(testHost({ env, cwd: project, guildHome: join(base, "home") }), captureProcesses())
  return Effect.gen(function* () {
    const resources = yield* Resources
    const paths = yield* Effect.forEach(resource.sources, (source) => resources.resolve(source, resource, context))
    return { paths: paths.flat(), said }
  }).pipe(
    Effect.provide(layer.pipe(Layer.provide(pythonLayer), Layer.provide(services))),
    Effect.mapError((error) => error.message)
  )
}

const withoutProcesses = () => {
  const services = Layer.mergeAll(testHost({ guildHome: join(base, "home") }), captureProcesses())
  return layer.pipe(Layer.provide(pythonLayer), Layer.provide(services))
}

/** Looks whether what the source of an entry of `requires` was resolved to is still there. Fails with the message. */
export const verify = (spec: ValueMap, { run }: Place, paths: ReadonlyArray<string>) => {
  const resource = Either.getOrThrow(decodeDependency(spec, {}, "op"))
  return Effect.gen(function* () {
    const resources = yield* Resources
    const ref = { id: RunId.make("a1"), dir: run }
    yield* Effect.forEach(resource.sources, (source) => resources.verify(source, resource, ref, paths))
  }).pipe(
    Effect.provide(withoutProcesses()),
    Effect.mapError((error) => error.message)
  )
}

/** Whether what the sources of an entry of `requires` were resolved to goes with flags. */
export const goesWith = (spec: ValueMap, { run }: Place, paths: ReadonlyArray<string>, flags: ValueMap) => {
  const resource = Either.getOrThrow(decodeDependency(spec, {}, "op"))
  return Effect.gen(function* () {
    const resources = yield* Resources
    const ref = { id: RunId.make("a1"), dir: run }
    return yield* Effect.every(resource.sources, (source) => resources.goesWith(source, ref, paths, flags))
  }).pipe(Effect.provide(withoutProcesses()))
}

export const failure = (spec: ValueMap, at: Place, more?: Partial<ResolveContext>) =>
  Effect.flip(resolve(spec, at, more))
