import { Effect } from "effect"
import { Terminal } from "../services/Terminal.ts"

/** Work that only looks at what would be run: what running it would warn of is said when it is run. */
export const withoutWarnings = Effect.updateService(Terminal, (terminal) => ({
  ...terminal,
  warn: () => Effect.void,
  err: () => Effect.void,
  log: () => Effect.void
}))
