import type { SelectRule } from "../../domain/ops/OpDef.ts"
import { describeRule } from "../../domain/source/SourceRules.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { SourceSelection, SourceWarning } from "../../services/SourceFiles.ts"

export interface SourcePreview {
  /** The source root relative to the current directory; `.` is the current directory itself. */
  readonly root: string
  readonly rules: ReadonlyArray<SelectRule>
  readonly disabled: boolean
  readonly selection: SourceSelection
  /** How selected and skipped paths are painted; plain where not given. */
  readonly paint?: { readonly selected: (text: string) => string; readonly skipped: (text: string) => string }
}

const plain = { selected: (text: string) => text, skipped: (text: string) => text }

const fromRoot = (root: string, path: string): string => visibleText(`${root}/${path}`)

const cwdDesc = (root: string): string => (root === "." ? "the current directory" : `'${visibleText(root)}'`)

/** What `--test-sourcecode` shows: the rules in the order they are applied, and what they select and skip. No newline at the end. */
export const renderSourcePreview = ({ root, rules, disabled, selection, paint = plain }: SourcePreview): string =>
  [
    `Copying from ${cwdDesc(root)}`,
    "Rules:",
    ...rules.map((rule) => `  ${visibleText(describeRule(rule))}`),
    ...(disabled
      ? ["Source code copy disabled"]
      : [
          "Selected for copy:",
          ...selection.selected.map((path) => paint.selected(`  ${fromRoot(root, path)}`)),
          "Skipped:",
          ...selection.skipped.map((path) => paint.skipped(`  ${fromRoot(root, path)}`))
        ])
  ].join("\n")

const HOW_TO_CONTROL = "To control which files are copied, define 'sourcecode' for the operation in a Guild file."

/** What the user is told of a source file that was left out; without the `WARNING: `. `root` as for the preview. */
export const renderSourceWarning = (root: string, warning: SourceWarning): string => {
  switch (warning.kind) {
    case "too-many":
      return `Found more than ${warning.limit} source code files but will only copy ${warning.limit} as a safety measure. ${HOW_TO_CONTROL}`
    case "too-big":
      return `Skipping potential source code file ${fromRoot(root, warning.path)} because it's too big. ${HOW_TO_CONTROL}`
    case "unreadable":
      return `Skipping potential source code file ${fromRoot(root, warning.path)} because it cannot be read: ${visibleText(warning.reason)}. ${HOW_TO_CONTROL}`
  }
}
