import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Hunk } from "../../src/domain/text/TextDiff.ts"
import { diffLines, hunks, splitLines } from "../../src/domain/text/TextDiff.ts"

/** Few different lines, so that texts have much in common. */
const text = fc
  .tuple(fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\n"), { maxLength: 30 }), fc.constantFrom("", "a", "end"))
  .map(([lines, last]) => lines.join("") + last)

/** The length of the longest common subsequence, by the book. */
const common = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (const line of a) {
    const next = [0]
    b.forEach((other, at) => {
      next.push(line === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0))
    })
    row = next
  }
  return row.at(-1) ?? 0
}

/** The second text, from the first and the hunks alone; `undefined` where the hunks are not about this text. */
const applyHunks = (from: ReadonlyArray<string>, all: ReadonlyArray<Hunk>): ReadonlyArray<string> | undefined => {
  const to: Array<string> = []
  let at = 0
  for (const hunk of all) {
    if (hunk.fromStart < at) return undefined
    to.push(...from.slice(at, hunk.fromStart))
    if (to.length !== hunk.toStart) return undefined
    at = hunk.fromStart
    for (const { kind, line } of hunk.edits) {
      if (kind !== "add" && from[at++] !== line) return undefined
      if (kind !== "remove") to.push(line)
    }
  }
  return [...to, ...from.slice(at)]
}

describe("the difference of two texts", () => {
  it("splits a text into lines that make it up", () => {
    fc.assert(fc.property(fc.string(), (any) => splitLines(any).join("") === any))
  })

  it("applied to the one gives the other, with any number of lines around", () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 4 }), (one, other, context) => {
        const found = hunks(diffLines(splitLines(one), splitLines(other)), context)
        expect(applyHunks(splitLines(one), found)?.join("")).toBe(other)
      })
    )
  })

  it("keeps as many lines as any difference can", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [a, b] = [splitLines(one), splitLines(other)]
        expect(diffLines(a, b).filter(({ kind }) => kind === "keep")).toHaveLength(common(a, b))
      })
    )
  })

  it("is nothing for equal texts", () => {
    fc.assert(fc.property(text, (one) => hunks(diffLines(splitLines(one), splitLines(one))).length === 0))
  })

  it("of texts that have nothing in common ends soon", () => {
    const lines = (prefix: string) => Array.from({ length: 20_000 }, (_, at) => `${prefix}${at}\n`)
    const [a, b] = [lines("a"), lines("b")]
    expect(applyHunks(a, hunks(diffLines(a, b)))).toEqual(b)
  })
})
