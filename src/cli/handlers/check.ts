import { Effect, Option } from "effect"
import { CheckFailed } from "../../domain/CheckFailed.ts"
import { GUILD_VERSION } from "../../domain/GuildVersion.ts"
import { matchesVersion, VersionMismatch } from "../../domain/VersionSpec.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { checkProject } from "../../workflows/CheckProject.ts"
import { checkSetup } from "../../workflows/CheckSetup.ts"
import { diskSpace } from "../../workflows/DiskSpace.ts"
import type { Input } from "../command/Command.ts"
import { projectFact, renderFacts, renderSpace } from "../render/check.ts"

interface Options {
  readonly noInfo: boolean
  readonly space: boolean
  readonly verbose: boolean
  readonly version: string | undefined
  readonly offline: boolean | undefined
}

/** Shows the setup, then what is wrong with the project. */
export const handle = ({ options }: Input<Options, unknown>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { cwd } = yield* Host
    const { version: spec } = options
    if (spec !== undefined && !(yield* matchesVersion(GUILD_VERSION, spec)))
      return yield* new VersionMismatch({ version: GUILD_VERSION, spec })
    const project = Option.getOrUndefined(yield* checkProject(cwd))
    if (!options.noInfo) {
      const facts = yield* checkSetup({ verbose: options.verbose, offline: options.offline === true })
      yield* terminal.out(renderFacts(project === undefined ? facts : [...facts, projectFact(project)]))
    }
    if (options.space) yield* terminal.out(renderSpace(yield* diskSpace))
    if (project === undefined) return
    for (const warning of project.warnings) yield* terminal.warn(warning)
    for (const error of project.errors) yield* terminal.err(`ERROR: ${error}`)
    if (project.errors.length > 0)
      return yield* new CheckFailed({ path: project.path, problems: project.errors.length })
  })
