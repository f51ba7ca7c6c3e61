import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { listedFile } from "../../workflows/InstalledModels.ts"
import type { Input } from "../command/Command.ts"
import { renderModels } from "../render/ops.ts"

interface Options {
  readonly all: boolean
  readonly installed: boolean
  readonly verbose: boolean
}

/** Lists the project's models. */
export const handle = ({ args, options }: Input<Options, { readonly filters: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const file = yield* listedFile(options.installed)
    const text = renderModels(file, { filters: args.filters, all: options.all, verbose: options.verbose })
    if (text !== "") yield* terminal.out(text)
  })
