import { Array, Effect } from "effect"
import { Host } from "../../services/Host.ts"

/** Programs that open a path or an address with whatever the system has for it. */
const OPENERS = ["xdg-open", "open"] as const

/** The first of them that is installed. */
export const systemOpener = Effect.gen(function* () {
  const host = yield* Host
  const [opener] = Array.getSomes(yield* Effect.forEach(OPENERS, host.which))
  return opener
})
