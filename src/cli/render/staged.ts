import type { RunRef } from "../../domain/runs/Run.ts"
import { quoteShell } from "../../domain/text/Shlex.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

export interface Staged {
  readonly run: RunRef
  /** The operation as lists name it. */
  readonly operation: string
  readonly argv: ReadonlyArray<string>
  /** The run is in a directory of the user's own, where guild does not find it by its id. */
  readonly ownDir: boolean
}

/** What is said of a run that was staged, and how it is started. */
export const renderStaged = ({ argv, operation, ownDir, run }: Staged): string => {
  const start = ownDir
    ? `"(cd ${singleQuoted(run.dir)} && source .guild/ENV && ${argv.map(quoteShell).join(" ")})"`
    : `'guild run --start ${run.id}'`
  const where = ownDir ? `in '${run.dir}'` : `as ${run.id}`
  return [`${operation} staged ${where}`, `To start the operation, use ${start}`].map(visibleText).join("\n")
}

const singleQuoted = (path: string): string => `'${path.replaceAll("'", `'"'"'`)}'`
