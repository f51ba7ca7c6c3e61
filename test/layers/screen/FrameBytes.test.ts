import { describe, expect, it } from "vitest"
import type { Frame, ScreenLine } from "../../../src/domain/sheet/ScreenLine.ts"
import { ENTER, frameBytes, LEAVE } from "../../../src/layers/screen/FrameBytes.ts"
import { TerminalScreen } from "../../support/terminalScreen.ts"

const plain = (text: string): ScreenLine => [{ text, paint: "plain" }]

const frame = (...lines: ReadonlyArray<ScreenLine>): Frame => ({ lines, typing: undefined })

/** A terminal of three lines of twenty columns on which frames are shown one after the other. */
const terminal = () => {
  const screen = new TerminalScreen(3, 20)
  screen.feed(ENTER)
  let lines: ReadonlyArray<string> = []
  return {
    screen,
    draw: (next: Frame): string => {
      const drawn = frameBytes(next, lines, true)
      lines = drawn.lines
      screen.feed(drawn.bytes)
      return drawn.bytes
    }
  }
}

describe("a frame", () => {
  it("is what the terminal shows", () => {
    const { draw, screen } = terminal()
    draw(frame(plain("first"), [...plain("日本"), { text: "語", paint: "cursor" }, ...plain(" and")], plain("last")))
    expect(screen.lines()).toEqual(["first", "日本語 and", "last"])
    expect(screen.cursorText()).toBe("語")
  })

  it("costs nothing where it is on the screen already, and only its changed lines otherwise", () => {
    const { draw, screen } = terminal()
    draw(frame(plain("one"), plain("two"), plain("three")))
    expect(draw(frame(plain("one"), plain("two"), plain("three")))).toBe("")
    const bytes = draw(frame(plain("one"), plain("2  "), plain("three")))
    expect(bytes).not.toContain("one")
    expect(screen.lines()).toEqual(["one", "2", "three"])
  })

  it("tells the column behind characters of which terminals may think otherwise", () => {
    const { bytes } = frameBytes(frame([...plain("👩‍👩‍👧"), ...plain("next"), ...plain("more")]), [], true)
    expect(bytes).toContain("\u001b[1;3Hnextmore")
  })

  it("shows where something is typed", () => {
    const { draw, screen } = terminal()
    expect(screen.modes.has("25")).toBe(false)
    draw({ lines: [plain("a"), plain("b"), plain("Search: x")], typing: 9 })
    expect(screen.modes.has("25")).toBe(true)
    draw(frame(plain("a"), plain("b"), plain("c        ")))
    expect(screen.modes.has("25")).toBe(false)
  })

  it("has colours only where they are wanted", () => {
    const marked = frame([{ text: "marked", paint: "marked" }])
    expect(frameBytes(marked, [], true).bytes).toContain("\u001b[0;33m")
    expect(frameBytes(marked, [], false).bytes).not.toContain("33m")
  })

  it("leaves the terminal as it was", () => {
    const { draw, screen } = terminal()
    draw({ lines: [plain("a"), plain("b"), plain("c")], typing: 1 })
    screen.feed(LEAVE)
    expect(screen.isAlternate()).toBe(false)
    expect([...screen.modes].sort()).toEqual(["25", "7"])
    expect(screen.text().trim()).toBe("")
  })
})
