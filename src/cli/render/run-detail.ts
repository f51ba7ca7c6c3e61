import type { Place } from "../../domain/ops/OpDesc.ts"
import { opDesc, opSource } from "../../domain/ops/OpDesc.ts"
import { userPath } from "../../domain/text/Paths.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import { formatTimestamp } from "../../domain/runs/RunTime.ts"
import type { Value } from "../../domain/Value.ts"
import { isList } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { RunDetails } from "../../workflows/ReadRunDetails.ts"

const text = (value: Value | undefined): string => (value === undefined || value === null ? "" : String(value))

/** A command line as a reader sees its words: those with blanks, and empty ones, in quotes. */
const commandLine = (cmd: Value | undefined): string =>
  cmd !== undefined && isList(cmd)
    ? cmd
        .map(text)
        .map((word) => (word === "" || word.includes(" ") ? `"${word}"` : word))
        .join(" ")
    : text(cmd)

/** The core of what is known of a run, in the order in which it is always shown. */
export const runDetail = (
  { attrs, run }: RunDetails,
  place: Place
): ReadonlyArray<readonly [name: string, value: string | number]> => [
  ["id", run.id],
  ["operation", opDesc(run, place)],
  ["from", opSource(run.opRef, place.homeDir)],
  ["status", statusName(run.status)],
  ["started", formatTimestamp(run.started)],
  ["stopped", formatTimestamp(run.stopped)],
  ["marked", run.marked ? "yes" : "no"],
  ["label", run.label],
  ["sourcecode_digest", run.sourcecodeDigest ?? ""],
  ["vcs_commit", text(attrs.get("vcs_commit"))],
  ["run_dir", userPath(run.dir, place.homeDir)],
  ["command", commandLine(attrs.get("cmd"))],
  ["exit_status", run.exitStatus ?? ""],
  ["pid", run.status._tag === "Running" && run.status.pid > 0 ? run.status.pid : ""]
]

/** The same as lines below a run in a list. */
export const detailLines = (details: RunDetails, place: Place): ReadonlyArray<string> =>
  runDetail(details, place).map(([name, value]) => `${name}: ${visibleText(String(value))}`.trimEnd())
