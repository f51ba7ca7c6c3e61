import * as fc from "fast-check"
import { expect, it } from "vitest"
import { guildArgv, readGuildArgv } from "../../src/api/GuildArgv.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { float } from "../../src/domain/Value.ts"

const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/)
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noInteger: true, noNaN: true }).map(float),
  fc.array(fc.string())
)
const run = fc.record({
  spec: name,
  id: fc.constant(RunId.make("0123456789abcdef0123456789abcdef")),
  label: fc.option(fc.string(), { nil: undefined }),
  tags: fc.array(fc.string(), { maxLength: 3 }),
  flags: fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true })
})

it("the words that ask a guild to run an operation are read as what was asked", () =>
  fc.assert(
    fc.property(run, (asked) => {
      expect(readGuildArgv(guildArgv(asked))).toEqual(asked)
    })
  ))

it("no other words are", () => {
  expect(readGuildArgv(["run", "train", "--yes"])).toBeUndefined()
  expect(readGuildArgv(["runs", "list", "--yes", "--keep-run", "--run-id", "a"])).toBeUndefined()
})
