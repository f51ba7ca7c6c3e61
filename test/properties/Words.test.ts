import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseCsv, printCsv } from "../../src/domain/flags/BatchFileCsv.ts"
import { OpRef, parseOpRef, printOpRef } from "../../src/domain/ops/OpRef.ts"
import { quoteShell, splitShell } from "../../src/domain/text/Shlex.ts"
import { anyText } from "./AnyValue.ts"

describe("shell words", () => {
  it("are split to what was quoted", () =>
    fc.assert(
      fc.property(fc.array(anyText), (words) => {
        expect(splitShell(words.map(quoteShell).join(" "))).toEqual(Either.right(words))
      })
    ))

  it("cannot be told from others only where nothing special is in them", () =>
    fc.assert(
      fc.property(anyText, (word) => {
        const quoted = quoteShell(word)
        if (quoted === word) expect(word).toMatch(/^[\w@%+=:,./-]+$/)
      })
    ))
})

describe("oprefs", () => {
  it("are read back as they were written, on one line where their parts are", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,9}$/), anyText, anyText, anyText, anyText, (pkgType, ...rest) => {
        const [pkgName, pkgVersion, modelName, opName] = rest
        const opRef = new OpRef({ pkgType, pkgName, pkgVersion, modelName, opName })
        expect(parseOpRef(printOpRef(opRef))).toEqual(Either.right(opRef))
      })
    ))
})

describe("CSV", () => {
  it("is read back as it was written", () =>
    fc.assert(
      fc.property(fc.array(fc.array(anyText, { minLength: 2, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        expect(parseCsv(printCsv(rows))).toEqual(Either.right(rows))
      })
    ))
})
