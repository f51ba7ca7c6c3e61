import { Effect, Option } from "effect"
import type { GuildFile, GuildFileError } from "../../domain/GuildFile.ts"
import { NoGuildFile } from "../../domain/ops/OpSpecErrors.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"
import { Host } from "../../services/Host.ts"
import { ProjectFiles } from "../../services/ProjectFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { importAllFlags } from "../../workflows/resolve/ImportAll.ts"
import type { Input } from "../command/Command.ts"
import { renderConsoleHelp, renderMarkdownHelp, renderPackageDescription } from "../render/help-file.ts"
import { absolutePath } from "../../domain/text/Paths.ts"

interface Options {
  readonly packageDescription: boolean
  readonly markdown: boolean
  readonly baseHeadingLevel: number | undefined
  readonly title: string | undefined
  readonly noPager: boolean
}

const guildFileAt = (
  path: string | undefined
): Effect.Effect<GuildFile, GuildFileError | NoGuildFile, GuildFiles | Host | ProjectFiles> =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const files = yield* GuildFiles
    const projects = yield* ProjectFiles
    const absolute = absolutePath(path ?? ".", cwd)
    const kind = yield* projects.kindOf(absolute)
    if (kind === "file" || kind === "executable") return yield* files.forFile(absolute)
    const file =
      kind === "directory"
        ? yield* files.forDir(absolute)
        : path === undefined
          ? Option.none()
          : yield* files.forPackage(path)
    return yield* Effect.mapError(file, () => new NoGuildFile({ path }))
  })

const render = (file: GuildFile, options: Options): string =>
  options.packageDescription
    ? renderPackageDescription(file)
    : options.markdown
      ? renderMarkdownHelp(file, { title: options.title, baseHeadingLevel: options.baseHeadingLevel ?? 1 })
      : renderConsoleHelp(file)

/** Shows what a project offers, with the flags that its scripts have. */
export const handle = ({ args, options }: Input<Options, { readonly path: string | undefined }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const file = yield* guildFileAt(args.path)
    for (const warning of file.warnings) yield* terminal.warn(warning)
    const text = render(yield* importAllFlags(file), options)
    yield* options.noPager || options.packageDescription || options.markdown ? terminal.out(text) : terminal.page(text)
  })
