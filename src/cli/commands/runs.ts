import { args, optional, variadic } from "../command/Args.ts"
import { command, group } from "../command/Command.ts"
import { remoteOption, withFilters, yesOption } from "../command/Filters.ts"
import { count, flag, integer, place } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { archive } from "./archive.ts"
import { comment } from "./comment.ts"
import { diff } from "./diff.ts"
import { exportRuns } from "./export.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"
import { importRuns } from "./import.ts"
import { label } from "./label.ts"
import { mark } from "./mark.ts"
import { merge } from "./merge.ts"
import { publish } from "./publish.ts"
import { stop } from "./stop.ts"
import { tag } from "./tag.ts"

const archiveOption = place("-A, --archive", {
  metavar: "PATH",
  help: "Use runs in PATH, a directory, a zip file or the name of an archive."
})

const list = command({
  name: "list",
  summary: "List runs.",
  help: ["Lists runs, the latest first.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      all: flag("-a, --all", { help: "Show all runs." }),
      more: count("-m, --more", { help: "Show 20 more runs. May be used multiple times." }),
      limit: integer("-n, --limit", { metavar: "N", min: 1, help: "Show at most N runs." }),
      deleted: flag("-d, --deleted", { help: "Show deleted runs." }),
      archive: archiveOption,
      comments: flag("-c, --comments", { help: "Show comments." }),
      verbose: flag("-v, --verbose", { help: "Show run details." }),
      json: flag("--json", { help: "Format runs as JSON." }),
      simplified: flag("-s, --simplified", { help: "Show fewer columns." }),
      remote: remoteOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/runs-list.ts")
})

const info = command({
  name: "info",
  summary: "Show run information.",
  help: ["Shows what is known of the latest run, or of RUN.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      comments: flag("-c, --comments", { help: "Show comments." }),
      env: flag("-e, --env", { help: "Show the environment that the run was given." }),
      deps: flag("-d, --deps, --dependencies", { help: "Show resolved dependencies." }),
      manifest: flag("-m, --manifest", { help: "Show the manifest of files." }),
      plugins: flag("-p, --plugins", { help: "Show the plugins that were used." }),
      allScalars: flag("-s, --all-scalars, --scalars", { help: "Show all scalars, including those of the system." }),
      json: flag("--json", { help: "Format information as JSON." }),
      privateAttrs: flag("--private-attrs", { help: "Show private attributes.", hidden: true }),
      remote: remoteOption
    })
  ),
  args: args({ run: optional("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/runs-info.ts")
})

const remove = command({
  name: "delete",
  aliases: ["rm"],
  summary: "Delete one or more runs.",
  help: [
    "Deletes all matching runs, or each RUN. Deleted runs can be listed with 'guild runs --deleted' and brought back with 'guild runs restore' unless --permanent is used.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      archive: archiveOption,
      permanent: flag("-p, --permanent", { help: "Permanently delete runs, so that they cannot be restored." }),
      remote: remoteOption,
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/runs-delete.ts")
})

const restore = command({
  name: "restore",
  summary: "Restore one or more deleted runs.",
  help: ["Restores all matching deleted runs, or each RUN.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(options({ remote: remoteOption, yes: yesOption })),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/runs-restore.ts")
})

const purge = command({
  name: "purge",
  summary: "Permanently delete one or more deleted runs.",
  help: ["Removes all matching deleted runs, or each RUN, for good.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(options({ remote: remoteOption, yes: yesOption })),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/runs-purge.ts")
})

export const runs = group({
  name: "runs",
  summary: "Show or manage runs.",
  help: ["Without a COMMAND, lists runs."],
  fallback: list,
  commands: [
    archive,
    list,
    info,
    remove,
    restore,
    purge,
    label,
    mark,
    merge,
    stop,
    tag,
    comment,
    diff,
    exportRuns,
    importRuns,
    publish
  ]
})
