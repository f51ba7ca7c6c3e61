import type { ModelDef } from "../../domain/GuildFile.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { getKey, isMap } from "../../domain/Value.ts"
import { definitionSection, paragraphLines } from "./definitions.ts"
import { firstLine } from "./ops.ts"

/** What `guild run MODEL:OP --help-model` shows: how to run its operations, and what there is. */
export const renderModelHelp = (model: ModelDef): string => {
  const prefix = model.name === "" ? "" : `${visibleText(model.name)}:`
  return [
    `Usage: guild run [OPTIONS] ${prefix}OPERATION [FLAG]...`,
    "",
    ...(model.description.trim() === "" ? [] : [...paragraphLines(model.description).map(visibleText), ""]),
    `Use 'guild run ${prefix}OPERATION --help-op' for help on a particular operation.`,
    ...definitionSection(
      "Operations",
      [...model.operations]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((op) => [visibleText(op.name), visibleText(firstLine(op.description))])
    ),
    ...definitionSection(
      "Resources",
      Object.entries(model.resources)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, resource]) => {
          const description = isMap(resource) ? getKey(resource, "description") : undefined
          return [visibleText(name), typeof description === "string" ? visibleText(firstLine(description)) : ""]
        })
    )
  ].join("\n")
}
