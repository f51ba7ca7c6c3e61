import { Effect, Layer, Ref } from "effect"
import type { Frame } from "../domain/sheet/ScreenLine.ts"
import type { ScreenSize } from "../domain/sheet/SheetState.ts"
import type { ScreenEvent } from "../services/Screen.ts"
import { Screen } from "../services/Screen.ts"

/** What a scripted screen came to. */
export interface Seen {
  /** The text of every frame, line by line. */
  readonly frames: () => ReadonlyArray<ReadonlyArray<string>>
  readonly isOpen: () => boolean
  readonly suspended: () => number
}

const textOf = (frame: Frame): ReadonlyArray<string> =>
  frame.lines.map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd()
  )

/**
 * A screen at which everything is told beforehand: each look at the events gives the next of `events` together, and when there are
 * no more the terminal is gone.
 */
export const make = (
  events: ReadonlyArray<readonly [ScreenEvent, ...Array<ScreenEvent>]>,
  size: ScreenSize
): { readonly layer: Layer.Layer<Screen>; readonly seen: Seen } => {
  const frames: Array<ReadonlyArray<string>> = []
  const now = { open: false, suspended: 0 }
  const open = Effect.gen(function* () {
    const left = yield* Ref.make(events)
    yield* Effect.acquireRelease(
      Effect.sync(() => {
        now.open = true
      }),
      () =>
        Effect.sync(() => {
          now.open = false
        })
    )
    return {
      size,
      events: Ref.modify(left, ([first = [{ kind: "gone" }] as const, ...more]) => [first, more] as const),
      draw: (frame: Frame) => Effect.sync(() => void frames.push(textOf(frame))),
      forget: Effect.void,
      suspend: Effect.sync(() => {
        now.suspended += 1
      })
    }
  })
  const seen: Seen = { frames: () => frames, isOpen: () => now.open, suspended: () => now.suspended }
  return { layer: Layer.succeed(Screen, { open }), seen }
}
