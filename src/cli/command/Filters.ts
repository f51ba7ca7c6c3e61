import type { RunFilters } from "../../workflows/RunFilters.ts"
import { flag, text, texts, toggle } from "./Options.ts"
import type { OptionSet } from "./OptionSet.ts"
import { both, mapped, options } from "./OptionSet.ts"

const chosen = options(
  {
    filter: text("-F, --filter", {
      metavar: "EXPR",
      help: "Filter runs using a filter expression, such as 'loss < 0.1'."
    }),
    operations: texts("-o, -Fo, --operation", {
      metavar: "VAL",
      help: "Filter runs with operations matching VAL. Use again for runs of any of several operations."
    }),
    labels: texts("-l, -Fl, --label", {
      metavar: "VAL",
      help: "Filter runs with labels matching VAL. Use '-' for runs without a label."
    }),
    unlabeled: flag("-U, -Fu, --unlabeled", { help: "Filter only runs without labels." }),
    tags: texts("-Ft, --tag", { metavar: "TAG", help: "Filter runs with TAG." }),
    comments: texts("-Fc, --comment", { metavar: "VAL", help: "Filter runs with comments matching VAL." }),
    marked: flag("-M, -Fm, --marked", { help: "Filter only marked runs." }),
    unmarked: flag("-N, -Fn, --unmarked", { help: "Filter only unmarked runs." }),
    started: text("-S, -Fs, --started", {
      metavar: "RANGE",
      help: "Filter only runs started within RANGE, such as 'today' or 'after 2020-07-01'."
    }),
    digest: text("-D, -Fd, --digest", { metavar: "VAL", help: "Filter only runs with a matching source code digest." })
  },
  "filter-"
)

const statuses = options(
  {
    running: toggle("-R, -Sr, --running", "--not-running", { help: "Filter only runs that are (not) still running." }),
    completed: toggle("-C, -Sc, --completed", "--not-completed", {
      help: "Filter only runs that have (not) completed."
    }),
    error: toggle("-E, -Se, --error", "--not-error", { help: "Filter only runs that exited with (without) an error." }),
    terminated: toggle("-T, -St, --terminated", "--not-terminated", {
      help: "Filter only runs that were (not) terminated by the user."
    }),
    pending: toggle("-P, -Sp, --pending", "--not-pending", { help: "Filter only runs that are (not) pending." }),
    staged: toggle("-G, -Ss, --staged", "--not-staged", { help: "Filter only runs that are (not) staged." })
  },
  "status-"
)

const noStatuses = {
  running: undefined,
  completed: undefined,
  error: undefined,
  terminated: undefined,
  pending: undefined,
  staged: undefined
}

/** What a command with filters gets besides its own options. */
export interface Filtered {
  readonly filters: RunFilters
}

/** A command's own options together with every filter. */
export const withFilters = <A extends object>(own: OptionSet<A>): OptionSet<Filtered & A> =>
  both<Filtered, A>(
    mapped(both(chosen, statuses), (filters) => ({ filters })),
    own
  )

/** The same for commands that see only runs of one status. */
export const withoutStatusFilters = <A extends object>(own: OptionSet<A>): OptionSet<Filtered & A> =>
  both<Filtered, A>(
    mapped(chosen, (filters) => ({ filters: { ...filters, ...noStatuses } })),
    own
  )

/** `-r REMOTE`, of commands that can act on another machine. */
export const remoteOption = text("-r, --remote", {
  metavar: "REMOTE",
  help: "Act on REMOTE rather than on local runs."
})

/** `-y`, of commands that ask before they act. */
export const yesOption = flag("-y, --yes", { help: "Do not prompt before acting." })
