import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { listedFile } from "../../workflows/InstalledModels.ts"
import { importAllFlags } from "../../workflows/resolve/ImportAll.ts"
import type { Input } from "../command/Command.ts"
import { renderOps } from "../render/ops.ts"

interface Options {
  readonly all: boolean
  readonly installed: boolean
  readonly verbose: boolean
}

/** Lists the project's operations; flags are read from scripts only where they are shown. */
export const handle = ({ args, options }: Input<Options, { readonly filters: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const file = yield* listedFile(options.installed)
    const shown = options.verbose ? yield* importAllFlags(file) : file
    const text = renderOps(shown, { filters: args.filters, all: options.all, verbose: options.verbose })
    if (text !== "") yield* terminal.out(text)
  })
