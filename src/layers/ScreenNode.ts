import { Effect, Layer } from "effect"
import { Screen } from "../services/Screen.ts"

/** This process's own terminal. What draws on it is loaded when it is taken over. */
export const layer: Layer.Layer<Screen> = Layer.succeed(Screen, {
  open: Effect.flatMap(
    Effect.promise(() => import("./screen/OpenTerminal.ts")),
    ({ openTerminal }) => openTerminal
  )
})
