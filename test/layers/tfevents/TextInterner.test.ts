import { describe, expect, it } from "vitest"
import { TextInterner } from "../../../src/layers/tfevents/TextInterner.ts"

const interner = new TextInterner()
const text = (value: string) => {
  const bytes = new TextEncoder().encode(`..${value}.`)
  return interner.text(bytes, 2, bytes.length - 1)
}

describe("an interned text", () => {
  it("is the text of its bytes, the second time as well", () => {
    for (const value of ["loss", "損失", "", "loss", "損失", ""]) expect(text(value)).toBe(value)
  })

  it("is not taken for another one with the same hash", () => {
    expect([text("Aa"), text("BB"), text("Aa")]).toEqual(["Aa", "BB", "Aa"])
  })

  it("may be of any length, and there may be any number of them", () => {
    expect(text("x".repeat(5000))).toBe("x".repeat(5000))
    for (let i = 0; i < 20_000; i++) expect(text(String(i))).toBe(String(i))
  })
})
