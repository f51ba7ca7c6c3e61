import { args, optional } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag, integer, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const help = command({
  name: "help",
  summary: "Show help for a path or package.",
  help: [
    "Shows the models and operations of the current directory, or of the project at PATH_OR_PACKAGE, with all their flags.",
    "Use --markdown to generate a page of documentation, or --package-description for the text that describes a package."
  ],
  options: options({
    packageDescription: flag("--package-description", { help: "Show the package description." }),
    markdown: flag("--markdown", { help: "Show help using Markdown format." }),
    baseHeadingLevel: integer("--base-heading-level", {
      metavar: "N",
      min: 1,
      help: "Base heading level for generated Markdown (default is 1)."
    }),
    title: text("--title", { metavar: "TEXT", help: "Page title used for generating Markdown help." }),
    noPager: flag("-n, --no-pager", { help: "Do not use a pager when showing help." })
  }),
  args: args({ path: optional("PATH_OR_PACKAGE") }),
  handler: () => import("../handlers/help.ts")
})
