import { Either } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { printf } from "../../../src/domain/ops/LabelPrintf.ts"
import { goldenValue } from "../Golden.ts"

interface Case {
  readonly format: string
  readonly value: unknown
  readonly text?: string
  readonly problem?: string
}

const cases: ReadonlyArray<Case> = JSON.parse(readFileSync(new URL("../golden/printf.json", import.meta.url), "utf8"))

describe("printf against Python's %", () => {
  it("gives the same text, or the same reason for none", () => {
    for (const { format, value, text, problem } of cases) {
      const made = Either.match(printf(format, goldenValue(value)), {
        onLeft: (left) => ({ problem: left.kind === "type" ? "type" : left.reason }),
        onRight: (right) => ({ text: right })
      })
      expect({ format, value, ...made }).toEqual({ format, value, ...(text === undefined ? { problem } : { text }) })
    }
  })

  it("keeps absurd widths within bounds", () => {
    expect(Either.getOrThrow(printf("%99999999999d", 1)).length).toBe(1000)
  })
})
