import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readKeys } from "../../../src/domain/sheet/Keys.ts"

const ESC = "\u001b"

describe("keys from a terminal", () => {
  it.each([
    ["a", ["a"]],
    ["日", ["日"]],
    ["🙂q", ["🙂", "q"]],
    [`${ESC}[A${ESC}OB`, ["up", "down"]],
    [`${ESC}[5~${ESC}[6~`, ["page-up", "page-down"]],
    [`${ESC}[1~${ESC}[F`, ["home", "end"]],
    [`${ESC}OP${ESC}[11~`, ["f1", "f1"]],
    ["\r\n\t\u007f\b", ["enter", "enter", "tab", "backspace", "backspace"]],
    ["\u0001\u0003", ["ctrl-a", "ctrl-c"]],
    [`${ESC}[99;99xq`, ["q"]],
    [`${ESC}xq`, ["q"]],
    [`${ESC}[<0;1;1Mq`, ["q"]]
  ])("%j are %j", (text, keys) => expect(readKeys(text, true)).toEqual({ keys, rest: "" }))

  it("waits for the rest of a sequence, and takes an escape alone for the key", () => {
    expect(readKeys(`q${ESC}[`, true)).toEqual({ keys: ["q"], rest: `${ESC}[` })
    expect(readKeys(ESC, true)).toEqual({ keys: [], rest: ESC })
    expect(readKeys(ESC, false)).toEqual({ keys: ["escape"], rest: "" })
    expect(readKeys(ESC + ESC, false).keys).toEqual(["escape", "escape"])
  })

  it("does not depend on where the input is cut", () => {
    const piece = fc.constantFrom("a", "日", "🙂", "\r", `${ESC}[A`, `${ESC}[5~`, `${ESC}OH`, `${ESC}[1;5H`)
    fc.assert(
      fc.property(fc.array(piece), fc.nat(), (pieces, at) => {
        const characters = Array.from(pieces.join(""))
        const cut = characters.length === 0 ? 0 : at % characters.length
        const first = readKeys(characters.slice(0, cut).join(""), true)
        const second = readKeys(first.rest + characters.slice(cut).join(""), true)
        expect([...first.keys, ...second.keys]).toEqual(readKeys(pieces.join(""), true).keys)
      })
    )
  })
})
