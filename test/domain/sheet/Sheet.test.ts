import { describe, expect, it } from "vitest"
import { press, refreshed, resize, withMark, withNotice, withText } from "../../../src/domain/sheet/Sheet.ts"
import { helpLines } from "../../../src/domain/sheet/SheetBindings.ts"
import { at, ids, line, lines, opened, runs, sheet, typed } from "./sheets.ts"

describe("the cursor", () => {
  it("moves by arrows and letters, and stays within the table", () => {
    expect(at(opened())).toBe("aa run")
    expect(at(typed(opened(), "down", "right"))).toBe("bb label")
    expect(at(typed(opened(), "j", "j", "l", "l", "k", "h"))).toBe("bb label")
    expect(at(typed(opened(), "up", "left"))).toBe("aa run")
    expect(at(typed(opened(), ...Array<string>(20).fill("down")))).toBe("dd run")
    expect(at(typed(opened(), "G", "end"))).toBe("dd lr")
    expect(at(typed(opened(), "G", "$", "g", "0"))).toBe("aa run")
  })

  it("pages through rows", () => {
    const many = sheet(["run"], ...Array.from({ length: 50 }, (_, row) => [`r${row}`]))
    const state = opened(many, { rows: 12, columns: 20 })
    expect(at(typed(state, "page-down"))).toBe("r10 run")
    expect(typed(state, "page-down").top).toBe(10)
    expect(at(typed(state, " ", " ", "page-up"))).toBe("r10 run")
    expect(at(typed(state, ...Array<string>(9).fill("page-down")))).toBe("r49 run")
  })

  it("goes to a row by its number and to a column by its name", () => {
    expect(at(line(opened(), ":", "3"))).toBe("cc run")
    expect(at(line(opened(), ":", "999"))).toBe("dd run")
    expect(at(line(opened(), ":", "Loss"))).toBe("aa loss")
    expect(line(opened(), ":", "nothing").notice).toBe("No such column: nothing")
    expect(at(line(opened(), ":", "constructor"))).toBe("aa run")
  })

  it("comes back to a cell that was remembered, and to where it was", () => {
    const away = typed(opened(), "right", "insert", "G", "end")
    expect(at(away)).toBe("dd lr")
    expect(at(typed(away, "'"))).toBe("aa label")
    expect(at(typed(away, "'", "delete"))).toBe("dd lr")
    expect(typed(opened(), "'").notice).toContain("No cell is remembered")
  })
})

describe("sorting", () => {
  const byLoss = typed(opened(), "right", "right")

  it("puts numbers in the order of their values, and cells without one last in both directions", () => {
    expect(ids(typed(byLoss, "1"))).toBe("bb aa cc dd")
    expect(ids(typed(byLoss, "2"))).toBe("aa bb cc dd")
    expect(ids(typed(opened(), "end", "1"))).toBe("aa cc dd bb")
    expect(ids(typed(byLoss, "2", "3"))).toBe("aa bb cc dd")
  })

  it("counts numbers in texts as numbers", () => {
    const times = sheet(["run", "time"], ["a", "10:00:00"], ["b", "9:59:59"], ["c", "0:00:01"])
    expect(ids(typed(opened(times), "right", "1"))).toBe("c b a")
  })

  it("keeps equal rows in their order, and shows the direction", () => {
    const same = sheet(["run", "x"], ["a", 1], ["b", 0], ["c", 1], ["d", 0])
    const sorted = typed(opened(same), "right", "1")
    expect(ids(sorted)).toBe("b d a c")
    expect(ids(typed(sorted, "2"))).toBe("a c b d")
    expect(lines(sorted)[0]).toContain("↑x")
    expect(lines(typed(sorted, "2"))[0]).toContain("↓x")
  })
})

describe("filtering", () => {
  it.each([
    ["second", "bb"],
    ["Second", "bb"],
    ["SECOND", ""],
    ["ir", "aa cc"],
    ["loss < 0.4", "bb"],
    ["loss<=0.5", "aa bb"],
    ["lr>=2", "bb cc dd"],
    ["lr = 10", "bb"],
    ["LR != 10 and label != third", "aa dd"],
    ["ir and lr=2", "cc"],
    ["nothing = 1", ""],
    ["", "aa bb cc dd"]
  ])("by %j leaves %j", (filter, left) => expect(ids(line(opened(), "f", filter))).toBe(left))

  it("says how many are left, and shows all again", () => {
    const filtered = line(opened(), "f", "ir")
    expect(filtered.notice).toBe("2 of 4 runs")
    expect(lines(typed(filtered, "down")).at(-1)).toContain("Run 2 of 2 (of 4)  filter: ir")
    expect(ids(typed(filtered, "F"))).toBe("aa bb cc dd")
    expect(ids(typed(filtered, "escape"))).toBe("aa bb cc dd")
  })

  it("begins with the last filter, which can be changed", () => {
    const filtered = line(opened(), "f", "first")
    expect(lines(typed(filtered, "f")).at(-1)).toMatch(/^Filter: first +$/)
    expect(ids(typed(filtered, "f", "ctrl-u", "enter"))).toBe("aa bb cc dd")
    expect(ids(typed(line(opened(), "f", "irs"), "f", "backspace", "enter"))).toBe("aa cc")
    expect(ids(typed(filtered, "f", "x", "escape"))).toBe("aa")
  })

  it("keeps the cursor on its run", () => {
    expect(at(line(typed(opened(), "G"), "f", "t"))).toBe("dd run")
  })
})

describe("searching", () => {
  it("goes from cell to cell that has the text, forwards and backwards and around", () => {
    const found = line(opened(), "/", "ir")
    expect(at(found)).toBe("aa label")
    expect(at(typed(found, "n"))).toBe("cc label")
    expect(at(typed(found, "n", "n"))).toBe("aa label")
    expect(typed(found, "n", "n").notice).toBe("Searched around the end")
    expect(at(typed(found, "p"))).toBe("cc label")
    expect(at(typed(found, "G", "/", "enter"))).toBe("aa label")
  })

  it("says when there is nothing", () => {
    expect(line(opened(), "/", "zzz").notice).toBe("Not found: zzz")
    expect(typed(opened(), "n").notice).toContain("Nothing to search for")
    expect(line(opened(sheet([])), "/", "x").notice).toBe("Not found: x")
  })

  it("takes every letter into the line, and Escape leaves it", () => {
    expect(lines(typed(opened(), "/", "q", "日", "backspace", "?")).at(-1)).toMatch(/^Search: q\? +$/)
    expect(typed(opened(), "/", "q", "escape").mode.kind).toBe("table")
    expect(typed(opened(), "/", "backspace").mode.kind).toBe("table")
  })
})

describe("columns", () => {
  it("are hidden and shown again, but for the last", () => {
    const hidden = typed(opened(), "right", "x")
    expect(lines(hidden)[0]).not.toContain("label")
    expect(at(hidden)).toBe("aa loss")
    expect(at(typed(hidden, "X"))).toBe("aa loss")
    expect(lines(typed(hidden, "X"))[0]).toContain("label")
    expect(typed(opened(), "x", "x", "x", "x", "x").columns).toHaveLength(1)
  })

  it("get wider and narrower", () => {
    const text = "a text that is longer than any column is at first, by far"
    const state = opened(sheet(["run", "text"], ["a", text]), { rows: 4, columns: 100 })
    expect(lines(state)[1]).toContain("a text that is longer than any …")
    expect(lines(typed(state, "right", "."))[1]).toContain("a text that is longer than any co…")
    expect(lines(typed(state, "right", "C"))[1]).toContain(text)
    expect(lines(typed(state, "right", "C", "C"))[1]).not.toContain(text)
    expect(lines(typed(state, ...Array<string>(40).fill("<")))[0]).toMatch(/^ r… {2}t… /)
  })

  it("scroll so that the cursor's is whole, behind the first, which stays", () => {
    const wide = sheet(
      ["run", ...Array.from({ length: 20 }, (_, at) => `column${at}`)],
      ["a", ...Array.from({ length: 20 }, (_, at) => `value${at}`)]
    )
    const state = typed(opened(wide, { rows: 4, columns: 40 }), "end")
    expect(lines(state)[0]).toMatch(/^ run .*column19/)
    expect(lines(typed(state, "0"))[0]).toMatch(/^ run +column17/)
    expect(lines(typed(state, ...Array<string>(19).fill("left")))[0]).toMatch(/^ run +column0 /)
  })
})

describe("a text in place of the table", () => {
  it("is a cell's whole text, made safe and cut into lines", () => {
    const state = opened(sheet(["run", "text"], ["a", "one\ntwo\u001b[2J"]))
    expect(lines(typed(state, "right"))[1]).toContain("one\\x0atwo\\x1b[2J")
    const shown = lines(typed(state, "right", "enter"))
    expect(shown.slice(0, 3).map((each) => each.trimEnd())).toEqual(["text of run a", "one", "two\\x1b[2J"])
    expect(lines(typed(state, "right", "enter", "q"))[0]).toContain("run")
  })

  it("is what is known of the run where that is asked for", () => {
    expect(press(typed(opened(), "down"), "enter").ask).toEqual({ kind: "details", id: "bb" })
    expect(press(typed(opened(), "right", "down"), "d").ask).toEqual({ kind: "details", id: "bb" })
    expect(press(opened(sheet(["run"])), "d").ask).toBeUndefined()
  })

  it("scrolls no further than its end", () => {
    const state = withText(
      opened(),
      "Title",
      Array.from({ length: 20 }, (_, at) => `line ${at}`)
    )
    expect(lines(typed(state, "down"))[1]).toMatch(/^line 1 /)
    expect(lines(typed(state, "end"))[6]).toMatch(/^line 19 /)
    expect(lines(typed(state, "end", "down", "up"))[6]).toMatch(/^line 18 /)
    expect(lines(typed(state, " ", "home"))[1]).toMatch(/^line 0 /)
  })

  it("lists every key once", () => {
    const keys = helpLines().flatMap((each) => (each.split(/ {2,}/)[0] ?? "").split(" "))
    expect(new Set(keys).size).toBe(keys.length)
    expect(helpLines().some((each) => /^1 .*lowest first$/.test(each))).toBe(true)
    expect(helpLines().some((each) => /^2 .*highest first$/.test(each))).toBe(true)
    expect(typed(opened(), "?").mode.kind).toBe("text")
  })
})

describe("other data", () => {
  it("is sorted, filtered and hidden as before, with the cursor on its run", () => {
    const before = typed(line(typed(opened(), "right", "x"), "f", "lr < 10"), "end", "2", "G")
    expect(at(before)).toBe("aa lr")
    const after = refreshed(
      before,
      sheet(
        ["run", "new", "label", "loss", "lr"],
        ["ee", 1, "new", 0.1, 0],
        ["aa", 1, "first", 0.5, 1],
        ["ff", 1, "", 1, 77]
      )
    )
    expect(ids(after)).toBe("aa ee")
    expect(at(after)).toBe("aa lr")
    expect(lines(after)[0]).not.toContain("label")
  })

  it("may have nothing left", () => {
    const none = refreshed(typed(opened(), "G", "end"), sheet([]))
    expect(none.cursor).toEqual({ row: 0, column: 0 })
    expect(lines(none).at(-1)).toContain("No runs")
    expect(lines(typed(none, "1", "x", "enter", "n", "m", "C", ".", "insert"))).toHaveLength(8)
    expect(ids(refreshed(none, runs))).toBe("aa bb cc dd")
  })
})

describe("asking others", () => {
  it("is for quitting, refreshing, suspending and marks", () => {
    const asks = ["q", "Q", "ctrl-c", "r", "ctrl-z", "ctrl-l"].map((key) => press(opened(), key).ask?.kind)
    expect(asks).toEqual(["quit", "quit", "quit", "refresh", "suspend", "redraw"])
    expect(press(typed(opened(), "/"), "ctrl-c").ask?.kind).toBe("quit")
    expect(press(typed(opened(), "/"), "q").ask).toBeUndefined()
    expect(press(typed(opened(), "down"), "m").ask).toEqual({ kind: "mark", id: "bb", marked: true })
    expect(press(opened(), "u").ask).toEqual({ kind: "mark", id: "aa", marked: false })
  })

  it("shows a mark at once", () => {
    const marked = withMark(opened(), "bb", true)
    expect(lines(marked)[2]).toMatch(/^\*bb/)
    expect(lines(withMark(marked, "bb", false))[2]).toMatch(/^ bb/)
  })

  it("says something until the next key", () => {
    const told = withNotice(opened(), "Something\u001b happened")
    expect(lines(told).at(-1)).toMatch(/^Something\\x1b happened +$/)
    expect(lines(typed(told, "down")).at(-1)).toContain("Run 2 of 4")
  })
})

describe("a window", () => {
  it.each([
    [1, 1],
    [1, 40],
    [2, 10],
    [3, 5],
    [50, 200]
  ])("of %d lines and %d columns is filled exactly", (rows, columns) => {
    const shown = lines(resize(typed(opened(), "G", "end"), { rows, columns }))
    expect(shown).toHaveLength(rows)
    for (const each of shown) expect(each).toHaveLength(columns)
  })
})
