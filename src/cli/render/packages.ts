import type { Distribution } from "../../domain/source/Distribution.ts"
import { tableLines } from "../../domain/text/Table.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { matches } from "./ops.ts"

/** What packages of Guild's own index end their summaries with, which goes without saying in a list of them. */
const OF_GUILD = / \(Guild AI\)$/

/** A line for each package that has every term in its name or summary. */
export const packagesTable = (packages: ReadonlyArray<Distribution>, terms: ReadonlyArray<string>): string =>
  tableLines(
    packages
      .filter(({ name, summary }) => matches(terms, name, summary))
      .map(({ name, summary, version }) => ({ name, version, summary: summary.replace(OF_GUILD, "") })),
    ["name", "version", "summary"]
  ).join("\n")

const names = (list: ReadonlyArray<string>): string =>
  list.length === 0 ? " []" : list.map((name) => `\n  ${visibleText(name)}`).join("")

/** What is known of a package, a line a fact. */
export const packageInfo = (found: Distribution, requiredBy: ReadonlyArray<string>): string =>
  [
    ...(
      [
        ["name", found.name],
        ["version", found.version],
        ["summary", found.summary],
        ["home-page", found.homePage],
        ["author", found.author],
        ["author-email", found.authorEmail],
        ["license", found.license],
        ["location", found.location]
      ] as const
    ).map(([name, text]) => `${name}: ${visibleText(text)}`.trimEnd()),
    `requires:${names(found.requires)}`,
    `required-by:${names(requiredBy)}`
  ].join("\n")
