import type { GuildFile, ModelDef } from "../../domain/GuildFile.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { TableRow } from "../../domain/text/Table.ts"
import { tableLines } from "../../domain/text/Table.ts"
import { flagSentence } from "./flag-help.ts"

/** The first line of a description; the lines below it are details. */
export const firstLine = (text: string): string => text.trim().split("\n")[0] ?? ""

const details = (text: string): ReadonlyArray<string> =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== "")

/** What an operation starts, as its definition says it. */
const startText = ({ target }: OpDef): string => {
  switch (target.kind) {
    case "main":
      return target.main
    case "exec":
      return target.exec
    case "script":
      return target.path
    case "notebook":
      return target.notebook
    case "builtin":
      return target.name
    case "steps":
    case "none":
      return ""
  }
}

/** Every filter stands, in any case of letters, in one of the texts. */
export const matches = (filters: ReadonlyArray<string>, ...texts: ReadonlyArray<string>): boolean =>
  filters.every((filter) => texts.some((text) => text.toLowerCase().includes(filter.toLowerCase())))

const isPrivate = (name: string): boolean => name.startsWith("_")

export interface ListOptions {
  /** Only what has each of these in its name or description. */
  readonly filters: ReadonlyArray<string>
  /** Names that start with an underscore as well. */
  readonly all: boolean
  readonly verbose: boolean
}

const opHead = (op: OpDef): TableRow => ({ name: op.fullName, description: firstLine(op.description) })

const opRow = (op: OpDef): TableRow => ({
  ...opHead(op),
  [op.target.kind === "main" ? "main" : "exec"]: startText(op),
  flags: op.flags.map((flag) => `${flag.name}: ${flagSentence(flag)}`.replace(/: $/, "")),
  details: details(op.description)
})

const opDetails = (op: OpDef): ReadonlyArray<string> => [
  ...(startText(op) === "" ? [] : [op.target.kind === "main" ? "main" : "exec"]),
  "flags",
  "details"
]

/** A table of rows that differ in their details. */
const detailedTable = (rows: ReadonlyArray<readonly [TableRow, ReadonlyArray<string>]>): ReadonlyArray<string> => {
  const heads = tableLines(
    rows.map(([row]) => row),
    ["name", "description"]
  )
  return rows.flatMap(([row, detail], i) => [
    heads[i] ?? "",
    ...(detail.length === 0 ? [] : tableLines([row], ["name", "description"], { detail }).slice(1))
  ])
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)

/** The operations of a Guild file by name, each with the first line of its description. */
export const renderOps = (file: GuildFile, options: ListOptions): string => {
  const ops = file.models
    .flatMap((model) => model.operations)
    .filter((op) => options.all || !(isPrivate(op.name) || isPrivate(op.modelName)))
    .filter((op) => matches(options.filters, op.fullName, op.description))
    .sort((a, b) => byName({ name: a.fullName }, { name: b.fullName }))
  return detailedTable(ops.map((op) => (options.verbose ? [opRow(op), opDetails(op)] : [opHead(op), []]))).join("\n")
}

const modelRow = (model: ModelDef, source: string): TableRow => ({
  name: model.name,
  description: firstLine(model.description),
  source,
  operations: model.operations.map((op) => op.name).sort(),
  details: details(model.description)
})

/** The Guild file that a model comes from: of those that are listed with a project's, some are of packages. */
const sourceOf = (model: ModelDef, file: GuildFile): string => {
  const dir = model.operations[0]?.projectDir ?? file.dir
  return dir === file.dir ? file.path : `${dir}/guild.yml`
}

/** The models of a Guild file by name; the anonymous one has none and is not shown. */
export const renderModels = (file: GuildFile, options: ListOptions): string => {
  const models = file.models
    .filter((model) => model.name !== "" && (options.all || !isPrivate(model.name)))
    .filter((model) => matches(options.filters, model.name, model.description))
    .sort(byName)
  const detail = options.verbose ? ["source", "operations", "details"] : []
  return detailedTable(models.map((model) => [modelRow(model, sourceOf(model, file)), detail])).join("\n")
}
