import { Effect, Fiber } from "effect"
import { make } from "../../src/layers/ScreenScripted.ts"
import type { ScreenEvent } from "../../src/services/Screen.ts"
import { keysOnScreen } from "../suites/keysOnScreen.ts"
import { suite } from "../suites/ScreenSuite.ts"

// All that happens is told before: a screen begins anew with everything up to the moment, and is then gone.
suite("scripted", async (first) => {
  const events: Array<readonly [ScreenEvent, ...Array<ScreenEvent>]> = []
  const run = async () => {
    const { layer, seen } = make(events, first)
    await Effect.runPromise(Fiber.await(Effect.runFork(Effect.provide(keysOnScreen, layer))))
    return seen
  }
  return {
    type: (...keys) => {
      for (const key of keys) events.push([{ kind: "key", key }])
    },
    resize: (size) => void events.push([{ kind: "resized", size }]),
    shows: async (line) => {
      const shown = (await run()).frames().at(-1)?.[0]
      if (shown !== line) throw new Error(`the screen shows ${shown}, not ${line}`)
    },
    restored: async () => !(await run()).isOpen()
  }
})
