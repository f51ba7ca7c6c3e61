import { Effect, Either } from "effect"
import { fromValue } from "../domain/publish/jinja/Datum.ts"
import type { Datum } from "../domain/publish/jinja/Datum.ts"
import { noPublishDef } from "../domain/publish/PublishDef.ts"
import { TemplateInvalid } from "../domain/publish/PublishErrors.ts"
import { publishedFiles } from "../domain/publish/PublishedFiles.ts"
import { csvLines, fileRows, runInfo, runVariables, scalarRows } from "../domain/publish/RunData.ts"
import { runFilters } from "../domain/publish/RunFilters.ts"
import { readBytes } from "./ReadBytes.ts"
import type { Templates } from "./PublishTemplates.ts"
import { readTemplates, renderAll } from "./PublishTemplates.ts"
import type { Run } from "../domain/runs/Run.ts"
import { OUTPUT_FILE } from "../domain/runs/RunLayout.ts"
import { operationName } from "../domain/runs/RunQueryOperation.ts"
import { absolutePath, dirName } from "../domain/text/Paths.ts"
import { getKey, isMap } from "../domain/Value.ts"
import { dumpYaml, parseYaml } from "../domain/yaml/Yaml.ts"
import { GuildFiles } from "../services/GuildFiles.ts"
import { Host } from "../services/Host.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"
import { PublishedRuns } from "../services/PublishedRuns.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { readRunDetails } from "./ReadRunDetails.ts"
import { sourceOf } from "./RunSource.ts"

/** What is published of runs, and where. `dest` is absolute. */
export interface PublishRequest {
  readonly dest: string
  readonly template: string | undefined
  readonly files: "none" | "selected" | "all"
  readonly links: boolean
  readonly md5: boolean
}

/** The operation of a run as its Guild file has it now, with the project. */
const definitionOf = (run: Run) =>
  Effect.gen(function* () {
    const { pkgName, pkgType } = run.opRef
    const files = yield* GuildFiles
    if (pkgType !== "guildfile") return { dir: pkgType === "script" ? pkgName : undefined, op: undefined }
    const there = (yield* (yield* ProjectFiles).kindOf(pkgName)) !== undefined
    // A definition that cannot be read may ask for less to be published than is published without one.
    const file = there ? yield* files.forFile(pkgName) : undefined
    const model = file?.models.find(({ name }) => name === run.opRef.modelName)
    const op = model?.operations.find(({ name }) => name === run.opRef.opName)
    return { dir: dirName(pkgName), op }
  })

/**
 * Publishes one run: what is known of it as files, its source, the files that were asked for, and the report of a template. Fails
 * where the template is missing or wrong; an earlier publication of the run stays then.
 *
 * @returns the bytes that the published run takes, and the paths of links that were wanted and left out for where they lead
 */
export const publishRun = (run: Run, request: PublishRequest) =>
  Effect.gen(function* () {
    const { cwd, guildHome } = yield* Host
    const published = yield* PublishedRuns
    const { dir, op } = yield* definitionOf(run)
    const def = op?.publish ?? noPublishDef
    const templates = yield* readTemplates(request.template ?? def.template ?? "publish-default", [
      cwd,
      ...(dir === undefined ? [] : [dir])
    ])
    const details = yield* readRunDetails(run)
    const { scalars } = yield* (yield* ScalarLog).summarize(run.dir)
    const { isSource, sourceDir } = yield* sourceOf(run)
    const source = absolutePath(sourceDir, run.dir)
    const inRun = (path: string) => (sourceDir === "" ? path : `${sourceDir}/${path}`)
    // Guild's own links lead to a project, to what it downloaded, and to other runs; one of a program's may lead anywhere.
    const within = [dirName(run.dir), `${guildHome}/cache`, ...(dir === undefined ? [] : [dir])]
    const surveyed = yield* published.survey(source, { md5: request.md5, within })
    const allSources = surveyed.filter(({ path }) => isSource(inRun(path)))
    const sources = allSources.filter(({ outside, type }) => type.startsWith("file") && !outside)
    const files = yield* published.survey(run.dir, { md5: request.md5, within })
    const wanted = publishedFiles(files, request.files, request.links, def.files)
    const chosen = wanted.filter(({ outside }) => !outside)
    const output = yield* bytesAt(`${run.dir}/${OUTPUT_FILE}`)
    const info = runInfo(run, operationName(run.opRef, run.protoOpRef).full, details.attrs)
    const lists = { runfiles: fileRows(files), sourcecode: fileRows(sources), scalars: scalarRows(scalars) }
    const variables = new Map<string, Datum>([
      ["run", fromValue(runVariables(run, info))],
      ["flags", fromValue(run.flags)],
      ["output", output === undefined ? "" : new TextDecoder().decode(output)],
      ...Object.entries(lists).map(([name, rows]) => [name, fromValue(rows)] as const)
    ])
    const filters = runFilters(new Map(chosen.map(({ path, size }) => [path, size ?? 0])))
    const report = yield* renderAll(templates, filters, variables)
    const size = yield* published.publish(request.dest, {
      id: run.id,
      files: [
        [
          "run.yml",
          info
            .map(([name, value]) => (value === null || value === "" ? `${name}:\n` : dumpYaml({ [name]: value })))
            .join("")
        ],
        ["flags.yml", dumpYaml(run.flags)],
        ...Object.entries(lists).map(([name, rows]) => [`${name}.csv`, csvLines(rows)] as const),
        ...(output === undefined ? [] : [["output.txt", output] as const]),
        ...report
      ],
      copies: [
        ...sources.map(({ path }) => [`sourcecode/${path}`, `${source}/${path}`] as const),
        ...chosen.map(({ path }) => [`runfiles/${path}`, `${run.dir}/${path}`] as const)
      ]
    })
    const outside = [
      ...allSources.filter((each) => each.outside && each.type === "file link").map(({ path }) => inRun(path)),
      ...wanted.filter((each) => each.outside).map(({ path }) => path)
    ]
    return { size, outside }
  })

/** A file of a run; `undefined` where it cannot be read. */
const bytesAt = (path: string) => Effect.orElseSucceed(readBytes(path), () => undefined)

/** The template of an index, by its name or the one that comes with guild. Fails where there is none. */
export const indexTemplates = (template: string | undefined) =>
  Effect.flatMap(Host, ({ cwd }) => readTemplates(template ?? "runs-index", [cwd]))

/**
 * Writes the index of all runs that are published in a directory, the latest first.
 *
 * @returns the bytes that the directory takes
 */
export const refreshIndex = (dest: string, templates: Templates) =>
  Effect.gen(function* () {
    const published = yield* PublishedRuns
    const infos = (yield* published.infos(dest)).flatMap((text) => {
      const info = Either.getOrNull(parseYaml(text))
      return info !== null && isMap(info) ? [info] : []
    })
    const started = (info: (typeof infos)[number]) => String(getKey(info, "started") ?? "")
    const runs = infos.sort((a, b) => (started(a) < started(b) ? 1 : started(a) > started(b) ? -1 : 0))
    const rendered = yield* renderAll(templates, runFilters(new Map()), new Map([["runs", fromValue(runs)]]))
    const index = rendered.find(([path]) => path === "README.md") ?? rendered[0]
    if (index === undefined || typeof index[1] !== "string")
      return yield* new TemplateInvalid({ path: templates.dir, line: 1, problem: "there is no README.md to render" })
    return yield* published.writeIndex(dest, index[1])
  })
