import type { Group } from "../command/Command.ts"
import { group } from "../command/Command.ts"
import { flag, place } from "../command/Options.ts"
import type { GivenOptions } from "../command/OptionSet.ts"
import { options } from "../command/OptionSet.ts"
import { api } from "./api.ts"
import { archive } from "./archive.ts"
import { cat } from "./cat.ts"
import { check } from "./check.ts"
import { comment } from "./comment.ts"
import { compare } from "./compare.ts"
import { completion } from "./completion.ts"
import { diff } from "./diff.ts"
import { download } from "./download.ts"
import { exportRuns } from "./export.ts"
import { help } from "./help.ts"
import { importRuns } from "./import.ts"
import { label } from "./label.ts"
import { ls } from "./ls.ts"
import { mark } from "./mark.ts"
import { merge } from "./merge.ts"
import { models } from "./models.ts"
import { notYet } from "./not-yet.ts"
import { open } from "./open.ts"
import { ops } from "./ops.ts"
import { packages } from "./packages.ts"
import { plan } from "./plan.ts"
import { publish } from "./publish.ts"
import { run } from "./run.ts"
import { runs } from "./runs.ts"
import { select } from "./select.ts"
import { sql } from "./sql.ts"
import { stop } from "./stop.ts"
import { tag } from "./tag.ts"
import { tensorboard } from "./tensorboard.ts"
import { trial } from "./trial.ts"
import { watch } from "./watch.ts"

/** Options that stand before a command's name. `home` is shown as the default of `-H`. */
const topOptions = (home: string) =>
  options(
    {
      version: flag("--version", { help: "Show the version and exit." }),
      cwd: place("-C", {
        metavar: "PATH",
        help: "Use PATH as current directory for referencing guild files (guild.yml)."
      }),
      guildHome: place("-H", { metavar: "PATH", help: `Use PATH as Guild home (default is ${home}).` }),
      debug: flag("--debug", { help: "Log more information during command." })
    },
    "top-"
  )

/** What was given before the command's name. */
export interface TopOptions {
  readonly version: boolean
  readonly cwd: string | undefined
  readonly guildHome: string | undefined
  readonly debug: boolean
}

export const readTop = (given: GivenOptions): TopOptions => topOptions("").decode(given)

/** The `guild` command with all commands below it. */
export const root = (home: string): Group =>
  group({
    name: "guild",
    summary: "Guild AI command line interface.",
    options: topOptions(home),
    commands: [
      api,
      archive,
      cat,
      check,
      comment,
      compare,
      completion(() => root(home)),
      diff,
      download,
      exportRuns,
      help,
      importRuns,
      label,
      ls,
      mark,
      merge,
      models,
      open,
      ops,
      packages,
      plan,
      publish,
      run,
      runs,
      select,
      sql,
      stop,
      tag,
      tensorboard,
      trial,
      watch,
      ...notYet
    ]
  })
