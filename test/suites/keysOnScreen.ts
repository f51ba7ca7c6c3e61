import { Effect } from "effect"
import { fit } from "../../src/domain/text/TextWidth.ts"
import type { ScreenSize } from "../../src/domain/sheet/SheetState.ts"
import { Screen } from "../../src/services/Screen.ts"

/** A frame with one text in its first line. */
const frameOf = (text: string, { columns, rows }: ScreenSize) => ({
  lines: Array.from({ length: rows }, (_, at) => [
    { text: fit(at === 0 ? text : "", columns), paint: "plain" } as const
  ]),
  typing: undefined
})

/** Takes the screen and shows its size and the keys that were typed; `q` ends it, `f` makes it fail, `d` die. */
export const keysOnScreen: Effect.Effect<void, string, Screen> = Effect.scoped(
  Effect.gen(function* () {
    const screen = yield* (yield* Screen).open
    let size = screen.size
    const keys: Array<string> = []
    for (;;) {
      yield* screen.draw(frameOf(`${size.rows}x${size.columns} ${keys.join(" ")}`, size))
      for (const event of yield* screen.events) {
        if (event.kind === "gone") return
        if (event.kind === "resized") size = event.size
        else if (event.key === "q") return
        else if (event.key === "f") yield* Effect.fail("failed")
        else if (event.key === "d") yield* Effect.die(new Error("died"))
        else keys.push(event.key)
      }
    }
  })
)
