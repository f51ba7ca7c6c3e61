import { Effect, Scope } from "effect"
import type { CompareTable } from "../../domain/compare/CompareTable.ts"
import { dirName } from "../../domain/text/Paths.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { Processes } from "../../services/Processes.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFileError, UserFiles } from "../../services/UserFiles.ts"
import { comparePlot } from "../render/compare-plot.ts"
import { systemOpener } from "./system-opener.ts"

/** Names a file to write in place of showing the page. */
const PATH_VARIABLE = "HIPLOT_HTML"

const readPage = Effect.gen(function* () {
  const path = `${dirName((yield* Host).runtimeDir)}/templates/compare-plot/plot.html`
  const page = yield* (yield* UserFiles).read(path)
  return page ?? (yield* new UserFileError({ operation: "read", path, cause: new Error("no such file") }))
})

/** A browser reads the page when this process has long ended: it stays where temporary files are. */
const writeToStay = (html: string) =>
  Effect.gen(function* () {
    const files = yield* UserFiles
    return yield* Scope.extend(files.temporary("compare.html", html), yield* Scope.make())
  })

const openInBrowser = (path: string) =>
  Effect.gen(function* () {
    const { cwd, env } = yield* Host
    const opener = yield* systemOpener
    if (opener !== undefined) yield* (yield* Processes).detach({ argv: [opener, path], cwd, env })
  }).pipe(Effect.ignore)

/** `guild compare --tool hiplot`: a page with parallel coordinates, in a browser or in the file that the environment names. */
export const showPlot = <E, R>(table: Effect.Effect<CompareTable, E, R>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    yield* terminal.out("Preparing data for compare")
    const html = comparePlot(yield* readPage, yield* table)
    const named = (yield* Host).env[PATH_VARIABLE] ?? ""
    if (named !== "") yield* (yield* UserFiles).write(named, html)
    const path = named === "" ? yield* writeToStay(html) : named
    yield* terminal.out(`Saved HiPlot HTML to ${visibleText(path)}`)
    if (named === "") yield* openInBrowser(path)
  })
