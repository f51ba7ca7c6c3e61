import { Effect, Either } from "effect"
import type { Datum } from "../domain/publish/jinja/Datum.ts"
import type { Filter } from "../domain/publish/jinja/Frame.ts"
import { makeRenderer } from "../domain/publish/jinja/Render.ts"
import { TemplateInvalid, TemplateMissing } from "../domain/publish/PublishErrors.ts"
import { absolutePath, baseName, dirName, normalizePath } from "../domain/text/Paths.ts"
import { Host } from "../services/Host.ts"
import { PublishedRuns } from "../services/PublishedRuns.ts"

type Files = ReadonlyMap<string, Uint8Array>

/** A template's own files, and those of the templates that come with guild. */
export interface Templates {
  readonly dir: string
  readonly own: Files
  /** The files to render or copy; the others are there to be included. */
  readonly generated: ReadonlyArray<string>
  readonly home: string
  readonly shared: Files
}

/** A file that a template makes: its path below the published run, and what is in it. */
export type Rendered = readonly [path: string, content: string | Uint8Array]

const isPart = (path: string): boolean => baseName(path).startsWith("_")

/**
 * Finds a template by its name: a directory or a file below one of some directories, or one that comes with guild. Fails where
 * there is none.
 */
export const readTemplates = (name: string, dirs: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const published = yield* PublishedRuns
    const home = `${dirName((yield* Host).runtimeDir)}/templates`
    const shared = yield* published.texts(home)
    for (const path of [...dirs, home].map((dir) => absolutePath(name, dir))) {
      const own = yield* published.texts(path)
      if (own.size === 0) continue
      const file = own.size === 1 && own.has(baseName(path)) && baseName(path).includes(".")
      const dir = file ? dirName(path) : path
      const beside = file ? yield* published.texts(dir) : own
      const generated = file ? [baseName(path)] : [...own.keys()].filter((each) => !isPart(each)).sort()
      return { dir, own: beside, generated, home, shared } satisfies Templates
    }
    return yield* new TemplateMissing({ name })
  })

const asText = (bytes: Uint8Array): string | undefined =>
  bytes.includes(0) ? undefined : new TextDecoder().decode(bytes)

/** What a template makes of variables: paths and contents. Binary files are copied; a rendered one ends with a newline. */
export const renderAll = (
  { dir, generated, home, own, shared }: Templates,
  filters: ReadonlyMap<string, Filter>,
  variables: ReadonlyMap<string, Datum>
): Effect.Effect<ReadonlyArray<Rendered>, TemplateInvalid> =>
  Effect.forEach(generated, (path): Effect.Effect<Rendered, TemplateInvalid> => {
    const bytes = own.get(path) ?? new Uint8Array()
    if (asText(bytes) === undefined) return Effect.succeed([path, bytes])
    const at = path.includes("/") ? `${path.slice(0, path.lastIndexOf("/"))}/` : ""
    const inSet = (files: Files, base: string, name: string) => {
      const found = files.get(name)
      const text = found === undefined ? undefined : asText(found)
      return text === undefined ? undefined : { path: `${base}/${name}`, text }
    }
    const { render } = makeRenderer({
      filters,
      find: (name) =>
        name.split("/").includes("..")
          ? undefined
          : (inSet(own, dir, at + normalizePath(name)) ?? inSet(shared, home, normalizePath(name)))
    })
    return Either.match(render(baseName(path), variables), {
      onLeft: (problem) => Effect.fail(new TemplateInvalid(problem)),
      onRight: (text) => Effect.succeed([path, `${text}\n`])
    })
  })
