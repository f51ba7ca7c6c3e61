import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { openSheet, press, refreshed, resize, withText } from "../../src/domain/sheet/Sheet.ts"
import { helpLines } from "../../src/domain/sheet/SheetBindings.ts"
import type { SheetData } from "../../src/domain/sheet/SheetData.ts"
import { sheetFrame } from "../../src/domain/sheet/SheetFrame.ts"
import { columnWidth, GUTTER, shownColumns } from "../../src/domain/sheet/SheetLayout.ts"
import type { ScreenSize, SheetState } from "../../src/domain/sheet/SheetState.ts"
import { bodyRows } from "../../src/domain/sheet/SheetState.ts"
import { textWidth } from "../../src/domain/text/TextWidth.ts"

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", "日本語", "e\u0301", "🙂", "\u001b[2J", "a\nb", "\t", "__proto__", "\ud800")
)

const cell = fc.oneof(
  fc.record({ text, number: fc.constant(undefined) }),
  fc.double().map((number) => ({ text: String(number), number }))
)

const data: fc.Arbitrary<SheetData> = fc.uniqueArray(text, { maxLength: 7 }).chain((headings) =>
  fc.record({
    headings: fc.constant(headings),
    rows: fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-f]{2}$/),
        marked: fc.boolean(),
        cells: fc.array(cell, { minLength: headings.length, maxLength: headings.length })
      }),
      { selector: ({ id }) => id, maxLength: 12 }
    )
  })
)

const size: fc.Arbitrary<ScreenSize> = fc.record({
  rows: fc.integer({ min: 1, max: 15 }),
  columns: fc.integer({ min: 1, max: 60 })
})

const key = fc.oneof(
  fc.constantFrom(..."?qkjhlKJ 0^$gG:12345sSaA#@3/npNf&Fx-X+.,><CcdimuyR'"),
  fc.constantFrom("up", "down", "left", "right", "page-up", "page-down", "home", "end", "enter", "escape", "backspace"),
  fc.constantFrom("insert", "delete", "tab", "f1", "ctrl-a", "ctrl-e", "ctrl-u", "ctrl-home", "ctrl-end"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })
)

const act: fc.Arbitrary<(state: SheetState) => SheetState> = fc.oneof(
  { weight: 20, arbitrary: key.map((each) => (state: SheetState) => press(state, each).state) },
  { weight: 1, arbitrary: size.map((each) => (state: SheetState) => resize(state, each)) },
  { weight: 1, arbitrary: data.map((each) => (state: SheetState) => refreshed(state, each)) },
  { weight: 1, arbitrary: fc.constant((state: SheetState) => withText(state, "Title", helpLines())) }
)

const cursorIsOnScreen = (state: SheetState): void => {
  const { columns, cursor, rows, top } = state
  expect(cursor.row).toBeGreaterThanOrEqual(0)
  expect(cursor.column).toBeGreaterThanOrEqual(0)
  expect(cursor.row).toBeLessThanOrEqual(Math.max(rows.length - 1, 0))
  expect(cursor.column).toBeLessThanOrEqual(Math.max(columns.length - 1, 0))
  expect(top).toBeLessThanOrEqual(cursor.row)
  expect(cursor.row).toBeLessThan(top + Math.max(bodyRows(state), 1))
  const shown = shownColumns(state).find(({ position }) => position === cursor.column)
  const width = columnWidth(state, cursor.column)
  const fits = columns.length === 1 && width <= state.size.columns - GUTTER
  if (columns.length > 0 && state.size.columns > GUTTER + 3 * columnWidth(state, 0) + 2) expect(shown).toBeDefined()
  if (fits) expect(shown?.width).toBe(width)
}

describe("a table on a screen", () => {
  it("keeps the cursor on a cell that is shown and fills the screen exactly, whatever is typed", () =>
    fc.assert(
      fc.property(data, size, fc.array(act, { maxLength: 40 }), (first, atFirst, acts) => {
        let state = openSheet(first, atFirst)
        for (const each of acts) {
          state = each(state)
          cursorIsOnScreen(state)
          const { lines, typing } = sheetFrame(state)
          expect(lines).toHaveLength(state.size.rows)
          for (const line of lines) {
            const shown = line.map((span) => span.text)
            expect(shown.reduce((sum, each) => sum + textWidth(each), 0)).toBe(state.size.columns)
            expect(shown.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/)
          }
          expect(typing ?? 0).toBeLessThan(Math.max(state.size.columns, 1))
        }
      }),
      { numRuns: 60 }
    ))

  it("shows each row and each column once, and none that is not there", () =>
    fc.assert(
      fc.property(data, fc.array(act, { maxLength: 30 }), (first, acts) => {
        const state = acts.reduce((now, each) => each(now), openSheet(first, { rows: 10, columns: 40 }))
        expect(new Set(state.rows).size).toBe(state.rows.length)
        expect(new Set(state.columns).size).toBe(state.columns.length)
        for (const row of state.rows) expect(state.data.rows[row]).toBeDefined()
        for (const column of state.columns) expect(state.data.headings[column]).toBeDefined()
        if (state.filter === "") expect(state.rows).toHaveLength(state.data.rows.length)
      }),
      { numRuns: 60 }
    ))
})
