import { Effect, Exit } from "effect"
import { layer } from "../../src/layers/ScreenNode.ts"
import { keysOnScreen } from "../suites/keysOnScreen.ts"

void Effect.runPromiseExit(Effect.provide(keysOnScreen, layer)).then((exit) =>
  process.exit(Exit.isSuccess(exit) ? 0 : 1)
)
