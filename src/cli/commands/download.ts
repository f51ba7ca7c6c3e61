import { args, required } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { options } from "../command/OptionSet.ts"

export const download = command({
  name: "download",
  summary: "Download a file resource.",
  help: [
    "Downloads URL to where runs that require it look for it, unless it is there, and shows the file's SHA-256 as a Guild file has it.",
    "A download that was broken off is taken up where it ended, where the server still has the same file."
  ],
  options: options({}),
  args: args({ url: required("URL") }),
  handler: () => import("../handlers/download.ts")
})
