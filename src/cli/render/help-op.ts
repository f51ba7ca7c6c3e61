import type { DependencyDef, OpDef } from "../../domain/ops/OpDef.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { getKey, isMap } from "../../domain/Value.ts"
import type { Definition } from "./definitions.ts"
import { definitionSection, paragraphLines } from "./definitions.ts"
import { flagName, flagParagraphs } from "./flag-help.ts"

const text = (value: unknown): string => (typeof value === "string" ? visibleText(value) : "")

/** A dependency by name, with what its resource says of itself. Inline ones without a name speak for themselves. */
const dependencyRow = (op: OpDef, { spec }: DependencyDef): Definition => {
  if (typeof spec === "string") {
    const resource = getKey(op.resources, spec) ?? null
    return [visibleText(spec), isMap(resource) ? text(getKey(resource, "description")) : ""]
  }
  const names = ["resource", "name", "operation", "file", "url", "module", "config"]
  const name = names.map((key) => text(getKey(spec, key))).find((found) => found !== "")
  return [name ?? "inline", text(getKey(spec, "description"))]
}

/** What `guild run OP --help-op` shows: how to run it, what it needs and its flags. */
export const renderOpHelp = (op: OpDef): string =>
  [
    `Usage: guild run [OPTIONS] ${visibleText(op.fullName)} [FLAG]...`,
    "",
    ...(op.description.trim() === "" ? [] : [...paragraphLines(op.description).map(visibleText), ""]),
    "Use 'guild run --help' for a list of options.",
    ...definitionSection(
      "Dependencies",
      op.requires.map((dependency) => dependencyRow(op, dependency))
    ),
    ...definitionSection(
      "Flags",
      op.flags.map((flag) => [flagName(flag), flagParagraphs(flag)])
    )
  ].join("\n")
