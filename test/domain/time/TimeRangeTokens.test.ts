import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { TimeToken } from "../../../src/domain/time/TimeRangeTokens.ts"
import { timeRangeTokens } from "../../../src/domain/time/TimeRangeTokens.ts"

const shown = (token: TimeToken): string => {
  switch (token.kind) {
    case "word":
      return `${token.word}@${token.pos}`
    case "unit":
      return `${token.unit}@${token.pos}`
    case "number":
      return `${token.value}@${token.pos}`
    case "date":
      return `${token.year ?? "-"}/${token.month}/${token.day}@${token.pos}`
    case "time":
      return `${token.hour}:${token.minute}:${token.second ?? "-"}@${token.pos}`
  }
}

const tokens = (text: string) => Either.map(timeRangeTokens(text), (all) => all.map(shown).join(" "))

describe("tokens of a time range", () => {
  it.each([
    ["", ""],
    ["2 3 4", "2@0 3@2 4@4"],
    ["2019-10-31", "2019/10/31@0"],
    ["19-11-30", "2019/11/30@0"],
    ["12-31", "-/12/31@0"],
    ["1-32", "-/1/32@0"],
    ["11:10", "11:10:-@0"],
    ["24:01:02", "24:1:2@0"],
    ["min minute minutes hr hours", "minute@0 minute@4 minute@11 hour@19 hour@22"],
    ["MINutes houR DaY WEEKs MONths yeARs", "minute@0 hour@8 day@13 week@17 month@23 year@30"],
    ["toDaY yesTERday thIS LAsT AGO", "today@0 yesterday@6 this@16 last@21 ago@26"],
    ["between 1 and 3 hours ago", "between@0 1@8 and@10 3@14 hour@16 ago@22"]
  ])("of '%s' are %s", (text, expected) => {
    expect(tokens(text)).toEqual(Either.right(expected))
  })
})
