import type { FlagDef } from "../../domain/flags/FlagDef.ts"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import type { FlagsImport, OpDef } from "../../domain/ops/OpDef.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Value } from "../../domain/Value.ts"

/** What was read from the script of one operation, a line each. */
export interface ScriptReport {
  readonly op: string
  readonly log: ReadonlyArray<string>
}

const field = (indent: string, name: string, value: Value | undefined): string =>
  `${indent}${visibleText(name)}:${value === undefined || value === null ? "" : ` ${visibleText(encodeFlagValue(value))}`}`

const importText = (flags: FlagsImport): Value => {
  switch (flags) {
    case "all":
      return true
    case "none":
      return []
    case "defined":
      return null
    default:
      return flags
  }
}

const flagLines = (flag: FlagDef): ReadonlyArray<string> => [
  `  ${visibleText(flag.name)}:`,
  ...(
    [
      ["default", flag.default],
      ["type", flag.type],
      ["required", flag.required],
      ["arg-name", flag.argName],
      ["arg-skip", flag.argSkip],
      ["arg-switch", flag.argSwitch],
      ["env-name", flag.envName],
      ["choices", flag.choices.map((choice) => choice.value)],
      ["allow-other", flag.allowOther],
      ["distribution", flag.distribution],
      ["max", flag.max],
      ["min", flag.min],
      ["null-label", flag.nullLabel]
    ] as const
  ).map(([name, value]) => field("    ", name, value))
]

/** What `guild run OP --test-flags` shows: what each script of the project says of its flags, and what the operation makes of it. */
export const renderFlagsTest = (reports: ReadonlyArray<ScriptReport>, op: OpDef): string =>
  [
    ...reports.flatMap((report) => [`### Script flags for ${visibleText(report.op)}`, ...report.log.map(visibleText)]),
    field("", "flags-dest", op.flagsDest),
    field("", "flags-import", importText(op.flagsImport)),
    "flags:",
    ...op.flags.flatMap(flagLines)
  ].join("\n")
