import { homedir } from "node:os"
import { defaultGuildHome } from "../domain/GuildHome.ts"
import { GUILD_VERSION } from "../domain/GuildVersion.ts"
import { userPath } from "../domain/text/Paths.ts"
import { printableLines } from "../domain/text/Printable.ts"
import { writeFd } from "../layers/terminal/WriteFd.ts"
import { dispatch } from "./command/Dispatch.ts"
import { readTop, root } from "./commands/root.ts"

/** The width that help is laid out for where there is no terminal. */
const DEFAULT_COLUMNS = 80

const columns = (): number => Number(process.env["COLUMNS"]) || process.stdout.columns || DEFAULT_COLUMNS

/** A reader that has gone away has seen enough. */
const say = (stream: 1 | 2, text: string): void => {
  writeFd(stream, Buffer.from(`${text}\n`))
}

/**
 * The `guild` program. Help, the version and wrong command lines are answered from the declarations alone; layers, and the
 * handler of the one command that is run, are loaded only to run it.
 */
const main = async (argv: ReadonlyArray<string>): Promise<number> => {
  const home = userPath(defaultGuildHome(process.env, homedir()), homedir())
  const request = dispatch(root(home), argv, columns)
  if (request.kind === "usage-error") {
    say(2, printableLines(request.text))
    const { USAGE_ERROR_CODE } = await import("./exit.ts")
    return USAGE_ERROR_CODE
  }
  const top = readTop(request.top)
  if (top.version || request.kind === "help") {
    say(1, top.version || request.kind !== "help" ? `guild ${GUILD_VERSION}` : request.text)
    return 0
  }
  // Python's number for it: a run's own programs tell more as well.
  if (top.debug) process.env["LOG_LEVEL"] = "10"
  const options = { chdir: top.cwd, guildHome: top.guildHome }
  const live = {
    runs: async () => (await import("../layers/LiveRuns.ts")).liveRuns(options),
    all: async () => (await import("../layers/Live.ts")).live(options)
  }
  const { launch } = await import("./launch.ts")
  const { code, stderr } = await launch(request, live, top.debug)
  if (stderr !== "") say(2, stderr)
  return code
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(2, `guild: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exit(70)
  }
)
