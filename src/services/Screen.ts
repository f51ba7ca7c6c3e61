import type { Effect, Scope } from "effect"
import { Context } from "effect"
import type { Key } from "../domain/sheet/Keys.ts"
import type { Frame } from "../domain/sheet/ScreenLine.ts"
import type { ScreenSize } from "../domain/sheet/SheetState.ts"

/** What happens at a screen. `resized` is also told when guild comes back after it was suspended: all is to be drawn anew. */
export type ScreenEvent =
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "resized"; readonly size: ScreenSize }
  /** Nobody is there any more: the terminal hung up, or there is no more input. */
  | { readonly kind: "gone" }

/** A screen that is taken over until its scope closes. */
export interface OpenScreen {
  readonly size: ScreenSize
  /** Everything that happened since it was asked last, at least one event. */
  readonly events: Effect.Effect<readonly [ScreenEvent, ...Array<ScreenEvent>]>
  /** Shows a frame. Lines that are on the screen already cost nothing. */
  readonly draw: (frame: Frame) => Effect.Effect<void>
  /** Draws every line of the next frame: something else has written to the screen. */
  readonly forget: Effect.Effect<void>
  /** Gives the terminal back and stops guild, as the shell's job control has it, until the shell goes on with it. */
  readonly suspend: Effect.Effect<void>
}

/**
 * Owns the terminal as a whole screen: keys one by one, frames, size, suspending.
 * Does not own what frames show, or printing line by line (Terminal).
 *
 * Laws, held by `test/suites/ScreenSuite.ts` for every layer: keys come in the order in which they were typed; a drawn frame is
 * what the screen shows; when the scope closes, whatever the reason, the screen is as it was before.
 */
export class Screen extends Context.Tag("guild/Screen")<
  Screen,
  {
    /** Takes over the terminal that standard input and output are on; needs both to be one. */
    readonly open: Effect.Effect<OpenScreen, never, Scope.Scope>
  }
>() {}
