import type { ProjectReport } from "../../workflows/CheckProject.ts"
import type { Fact } from "../../workflows/CheckSetup.ts"
import type { DiskUse } from "../../workflows/DiskSpace.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { humanSize } from "./run-files.ts"

/** Values start in this column. */
const INDENT = 27

/** A line for each fact: its name, a colon, and what it is. */
export const renderFacts = (facts: ReadonlyArray<Fact>): string =>
  facts.map(([name, value]) => `${`${name}:`.padEnd(INDENT)}${visibleText(value)}`).join("\n")

/** What the parts of the Guild home take on the disk, below a line that says so. */
export const renderSpace = (uses: ReadonlyArray<DiskUse>): string =>
  [
    "disk_space:",
    ...uses.map(({ bytes, name, path }) => {
      const size = bytes === undefined ? "unknown" : humanSize(bytes)
      return `${`  ${name}:`.padEnd(INDENT)}${size} in ${visibleText(path)}`
    })
  ].join("\n")

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** What a Guild file has in it, in a few words. */
export const projectFact = ({ errors, file, path, warnings }: ProjectReport): Fact => {
  const found = [
    ...(file === undefined
      ? []
      : [
          counted(file.models.length, "model"),
          counted(file.models.flatMap((model) => model.operations).length, "operation")
        ]),
    ...(errors.length === 0 ? [] : [counted(errors.length, "error")]),
    ...(warnings.length === 0 ? [] : [counted(warnings.length, "warning")])
  ]
  return ["guild_file", `${path} (${found.join(", ")})`]
}
