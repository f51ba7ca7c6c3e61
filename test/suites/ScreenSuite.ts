import { describe, expect, it } from "vitest"
import type { ScreenSize } from "../../src/domain/sheet/SheetState.ts"

/** A screen on which `keysOnScreen` runs. */
export interface ScreenUnderTest {
  readonly type: (...keys: ReadonlyArray<string>) => void
  readonly resize: (size: ScreenSize) => void
  /** Waits until the first line of the screen is this. */
  readonly shows: (line: string) => Promise<void>
  /** Waits for the end; whether the screen is then as it was before. */
  readonly restored: () => Promise<boolean>
}

/** What every Screen promises; run it on each layer. */
export const suite = (name: string, start: (size: ScreenSize) => Promise<ScreenUnderTest>) =>
  describe(`Screen laws: ${name}`, () => {
    it("keys come in the order in which they were typed, and a drawn frame is what is shown", async () => {
      const screen = await start({ rows: 5, columns: 60 })
      await screen.shows("5x60")
      screen.type("a", "up", "page-down", "日")
      await screen.shows("5x60 a up page-down 日")
      screen.type("enter", "b")
      await screen.shows("5x60 a up page-down 日 enter b")
      screen.type("q")
      expect(await screen.restored()).toBe(true)
    })

    it("a change of the size is told", async () => {
      const screen = await start({ rows: 5, columns: 60 })
      await screen.shows("5x60")
      screen.resize({ rows: 9, columns: 40 })
      await screen.shows("9x40")
      screen.type("q")
      expect(await screen.restored()).toBe(true)
    })

    it.each(["q", "f", "d"])("the screen is as it was before, whatever ends it (%s)", async (end) => {
      const screen = await start({ rows: 4, columns: 30 })
      await screen.shows("4x30")
      screen.type(end)
      expect(await screen.restored()).toBe(true)
    })
  })
