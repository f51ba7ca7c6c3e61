import type { GuildFile, ModelDef } from "../../domain/GuildFile.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { definitionLines, paragraphLines } from "./definitions.ts"
import { choiceRows, flagParagraphs, flagSentence } from "./flag-help.ts"

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)

const models = (file: GuildFile): ReadonlyArray<ModelDef> =>
  file.models.filter((model) => model.name !== "").sort(byName)

const operations = (model: ModelDef | undefined): ReadonlyArray<OpDef> => [...(model?.operations ?? [])].sort(byName)

const baseModel = (file: GuildFile): ModelDef | undefined => file.models.find((model) => model.name === "")

const lines = (text: string): ReadonlyArray<string> =>
  text
    .trim()
    .split("\n")
    .map((line) => visibleText(line.trim()))

const underlined = (text: string, mark: string): ReadonlyArray<string> => [text, mark.repeat(text.length)]

const restOp = (op: OpDef, mark: string): ReadonlyArray<string> => [
  ...underlined(visibleText(op.name), mark),
  ...(op.description === "" ? [] : ["", `*${lines(op.description).join(" ")}*`, ""]),
  ...(op.flags.length === 0 ? [] : [...underlined("Flags", "`"), ""]),
  ...op.flags.flatMap((flag) => {
    const sentence = flagSentence(flag)
    return [`**${visibleText(flag.name)}**`, ...(sentence === "" ? [] : [`  *${sentence}*`]), ""]
  })
]

const restModel = (model: ModelDef): ReadonlyArray<string> => [
  ...(model.name === "" ? [] : [...underlined(visibleText(model.name), "="), ""]),
  ...(model.description === "" ? [] : [`*${lines(model.description).join(" ")}*`, ""]),
  ...(model.operations.length === 0 ? [] : [...underlined("Operations", "^"), ""]),
  ...operations(model).flatMap((op) => [...restOp(op, "-"), ""]),
  ...(model.references.length === 0
    ? []
    : [...underlined("References", "^"), "", ...model.references.map((reference) => `- ${visibleText(reference)}`), ""])
]

/** No more than one empty line in a row, none at the ends. */
const tidy = (text: ReadonlyArray<string>): string =>
  text
    .filter((line, i) => line !== "" || text[i - 1] !== "")
    .join("\n")
    .trim()

/** What a package says of itself where packages are shown: its models in reStructuredText. */
export const renderPackageDescription = (file: GuildFile): string =>
  tidy([...underlined("Models", "#"), "", ...[...file.models].sort(byName).flatMap(restModel)])

export interface MarkdownOptions {
  readonly title: string | undefined
  /** 1 puts the title at the first level and sections at the second. */
  readonly baseHeadingLevel: number
}

/** Markdown has no deeper headings. */
const MAX_HEADING = 6

const html = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const markdownFlags = (op: OpDef): ReadonlyArray<string> => [
  "<dl>",
  ...op.flags.flatMap((flag) => {
    const choices = choiceRows(flag).map(
      ([name, text]) => `<li><code>${html(name)}</code>${text === "" ? "" : ` ${html(text)}`}</li>`
    )
    const list = choices.length === 0 ? "" : `\n<p>Choices:</p>\n<ul>\n${choices.join("\n")}\n</ul>\n`
    return [`<dt>${html(visibleText(flag.name))}</dt>`, `<dd>${html(flagSentence(flag))}${list}</dd>`]
  }),
  "</dl>"
]

const OVERVIEW = [
  "Guild AI supported models and operations are listed below. To run an operation, you must first install Guild AI by running:",
  "``` $ pip install guildai ```",
  "Refer to [Install Guild AI](https://guild.ai/install) for detailed instructions.",
  "To run a model operation use:",
  "``` $ guild run [MODEL:]OPERATION ```",
  "`MODEL` is one of the model names listed below and `OPERATION` is an associated model operation or base operation.",
  "You may set operation flags using `FLAG=VALUE` arguments to the run command. Refer to the operations below for a list of supported flags.",
  "For additional help using Guild, see [Guild AI Documentation](https://guild.ai/docs)."
].join("\n")

/** The help of a Guild file in Markdown. */
export const renderMarkdownHelp = (file: GuildFile, options: MarkdownOptions): string => {
  const heading = (level: number, text: string) =>
    `${"#".repeat(Math.min(MAX_HEADING, Math.max(1, options.baseHeadingLevel + level)))} ${visibleText(text)}`
  const op = (level: number, one: OpDef): ReadonlyArray<string> => [
    heading(level, one.name),
    ...(one.description === "" ? [] : ["", `*${lines(one.description).join(" ")}*`, ""]),
    ...(one.flags.length === 0 ? [] : [heading(level + 1, "Flags"), ...markdownFlags(one)]),
    ""
  ]
  const model = (one: ModelDef): ReadonlyArray<string> => [
    heading(2, one.name),
    "",
    ...(one.description === "" ? [] : [`*${lines(one.description).join(" ")}*`, ""]),
    ...(one.operations.length === 0 ? [] : [heading(3, "Operations"), ""]),
    ...operations(one).flatMap((each) => op(4, each)),
    ...(one.references.length === 0
      ? []
      : [heading(3, "References"), "", ...one.references.map((reference) => `- ${visibleText(reference)}`), ""])
  ]
  const base = operations(baseModel(file))
  return tidy([
    ...(options.title === undefined ? [] : [heading(0, options.title), ""]),
    heading(1, "Overview"),
    "",
    ...paragraphLines(OVERVIEW),
    "",
    ...(base.length === 0 ? [] : [heading(1, "Base operations"), "", ...base.flatMap((each) => op(2, each))]),
    ...(models(file).length === 0 ? [] : [heading(1, "Models"), "", ...models(file).flatMap(model)])
  ])
}

const indented = (text: ReadonlyArray<string>, by: number): ReadonlyArray<string> =>
  text.map((line) => (line === "" ? "" : " ".repeat(by) + line))

const WIDTH = 78

const consoleOp = (op: OpDef): ReadonlyArray<string> => [
  visibleText(op.name),
  ...indented(
    [
      ...paragraphLines(op.description, WIDTH - 8).map(visibleText),
      ...(op.flags.length === 0
        ? []
        : [
            "",
            "Flags:",
            ...definitionLines(
              op.flags.map((flag) => [visibleText(flag.name), flagParagraphs(flag)]),
              WIDTH - 8
            )
          ]),
      ""
    ],
    2
  )
]

const consoleModel = (model: ModelDef): ReadonlyArray<string> => [
  visibleText(model.name),
  "",
  ...indented(
    [
      ...paragraphLines(model.description, WIDTH - 8).map(visibleText),
      "",
      ...(model.operations.length === 0 ? [] : ["Operations:", ""]),
      ...indented(operations(model).flatMap(consoleOp), 2),
      ...(model.references.length === 0
        ? []
        : ["References:", ...model.references.map((reference) => `  - ${visibleText(reference)}`), ""])
    ],
    2
  )
]

/** The help of a Guild file for a terminal. */
export const renderConsoleHelp = (file: GuildFile): string => {
  const base = operations(baseModel(file))
  const named = models(file)
  const overview = [
    ...paragraphLines(
      "You may run any of the models and operations listed below with 'guild run [MODEL:]OPERATION'.\nYou may set operation flags using 'FLAG=VALUE' arguments to the run command. Refer to the operations below for a list of supported flags.\nFor additional help using Guild, see https://guild.ai/docs.",
      WIDTH - 4
    )
  ]
  return tidy([
    "OVERVIEW",
    "",
    ...indented(overview, 4),
    "",
    ...(base.length === 0 ? [] : ["BASE OPERATIONS", "", ...indented(base.flatMap(consoleOp), 4)]),
    ...(named.length === 0 ? [] : ["MODELS", "", ...indented(named.flatMap(consoleModel), 4)])
  ])
}
