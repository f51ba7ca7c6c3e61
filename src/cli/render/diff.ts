import { printable } from "../../domain/text/Printable.ts"
import type { Edit, Hunk } from "../../domain/text/TextDiff.ts"
import type { Style } from "../../services/Terminal.ts"
import type { FileDiff } from "../../workflows/ShowDiff.ts"

type Paint = (text: string, ...styles: ReadonlyArray<Style>) => string

const SIGNS = { keep: " ", remove: "-", add: "+" } as const

/** `12,3` as `@@` lines have it: counted from 1, and the line before where there is none. */
const range = (start: number, count: number): string =>
  count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`

const line = ({ kind, line: text }: Edit, paint: Paint): ReadonlyArray<string> => {
  // Tabs are kept: columns of text stand below each other by them.
  const shown = `${SIGNS[kind]}${text.replace(/\n$/, "").split("\t").map(printable).join("\t")}`
  const painted = kind === "add" ? paint(shown, "green") : kind === "remove" ? paint(shown, "red") : shown
  return text.endsWith("\n") ? [painted] : [painted, "\\ No newline at end of file"]
}

const hunkLines = (hunk: Hunk, paint: Paint): ReadonlyArray<string> => [
  paint(`@@ -${range(hunk.fromStart, hunk.fromCount)} +${range(hunk.toStart, hunk.toCount)} @@`, "cyan"),
  ...hunk.edits.flatMap((edit) => line(edit, paint))
]

/** A difference in the unified format, which `patch` reads. */
export const diffText = ({ content, from = "/dev/null", to = "/dev/null" }: FileDiff, paint: Paint): string => {
  if (content === "binary") return `Binary files ${printable(from)} and ${printable(to)} differ`
  if (content === "large") return `Files ${printable(from)} and ${printable(to)} differ`
  return [
    paint(`--- ${printable(from)}`, "bold"),
    paint(`+++ ${printable(to)}`, "bold"),
    ...content.flatMap((hunk) => hunkLines(hunk, paint))
  ].join("\n")
}
