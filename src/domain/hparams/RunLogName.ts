import { encodeFlagValue } from "../flags/FlagValue.ts"
import type { Place } from "../ops/OpDesc.ts"
import { opDesc } from "../ops/OpDesc.ts"
import type { Run } from "../runs/Run.ts"
import { shortId } from "../runs/RunId.ts"
import { formatTimestamp } from "../runs/RunTime.ts"
import { getKey } from "../Value.ts"

/** File systems have names of 255 bytes. */
const MAX_BYTES = 255

/** As much of a text as fits, no character cut in two. */
const cut = (text: string): string => {
  const encoder = new TextEncoder()
  let size = 0
  let kept = ""
  for (const char of text) {
    size += encoder.encode(char).length
    if (size > MAX_BYTES) break
    kept += char
  }
  return kept
}

/**
 * The name of a run's directory, which TensorBoard shows: `<short id> <operation> <started> <label>`. `flags` are those that are
 * named in place of the label, where the run has them. One path component, whatever is in the label.
 */
export const runLogName = (run: Run, place: Place, flags: ReadonlyArray<string> | undefined): string => {
  const label =
    flags === undefined
      ? run.label
      : flags
          .flatMap((name) => {
            const value = getKey(run.flags, name)
            return value === undefined ? [] : [`${name}=${encodeFlagValue(value)}`]
          })
          .join(" ")
  const words = [shortId(run.id), opDesc(run, place), formatTimestamp(run.started), label]
  return cut(
    words
      .filter((word) => word !== "")
      .join(" ")
      .replace(/[/\\\u0000-\u001f\u007f-\u009f]/g, "_")
  ).trimEnd()
}
