import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { checkQuery, partsMentioned } from "../../src/domain/SqlStatement.ts"

const verdict = (statement: string) =>
  Either.match(checkQuery(statement), { onLeft: (error) => error.reason, onRight: () => "a question" })

describe("a statement of SQL", () => {
  it.each([
    "select 1",
    "  SELECT 1",
    "-- why\nselect 1",
    "/* a */ /* b */ with x as (select 1) select * from x",
    "VALUES (1)"
  ])("is a question: %s", (statement) => expect(verdict(statement)).toBe("a question"))

  it.each([
    ["", "there is no statement"],
    ["-- only this", "there is no statement"],
    ["/* never closed", "there is no statement"],
    ["delete from runs", "'delete' is no query"],
    ["/* select */ PRAGMA user_version", "'PRAGMA' is no query"],
    ["attach '/tmp/x' as x", "'attach' is no query"],
    ["selectx 1", "'selectx' is no query"],
    ["; select 1", "'; select 1' is no query"]
  ])("is refused: %s", (statement, reason) => expect(verdict(statement)).toBe(reason))

  it("mentions the parts of the index that it may read", () => {
    expect(partsMentioned("select * from runs")).toEqual({ scalars: false, attributes: false, files: false })
    expect(partsMentioned('select * from "Scalars" join [dependencies]')).toEqual({
      scalars: true,
      attributes: true,
      files: false
    })
    expect(partsMentioned("select path from files")).toMatchObject({ files: true })
  })
})
