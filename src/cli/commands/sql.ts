import { args, required } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const sql = command({
  name: "sql",
  summary: "Ask about runs in SQL.",
  help: [
    "Answers one SELECT statement of SQLite over what is known of runs. Nothing can be changed.",
    "There is a table of each of these: runs (id, operation, status, started, stopped, seconds, label, ...), flags (run, name, value), scalars (run, name, tag, prefix, last, last_step, min, max, avg, count, ...), attributes (run, name, value), tags (run, tag), comments (run, body), files (run, path, kind, size, modified) and dependencies (run, resource, source, path). A run in them is the ID of a run."
  ],
  options: options({
    csv: text("--csv", {
      metavar: "PATH",
      help: "Save rows to a CSV file. Use '-' for PATH to print to standard output."
    }),
    json: flag("--json", { help: "Show rows as JSON." })
  }),
  args: args({ statement: required("STATEMENT") }),
  needs: "runs",
  handler: () => import("../handlers/sql.ts")
})
