import { Effect } from "effect"
import { CommandNotAvailable } from "../../domain/UserError.ts"
import type { Input } from "../command/Command.ts"

/** Says plainly that a command is not there, rather than doing half of it. */
export const handle = ({ path }: Input<unknown, unknown>) => Effect.fail(new CommandNotAvailable({ command: path }))
