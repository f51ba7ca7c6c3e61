import { describe, expect, it } from "vitest"
import { exportsOperations } from "../../../src/domain/ops/OpSpecPath.ts"

describe("a file without a name behind it", () => {
  it.each([
    'import { Pipeline } from "guild-effect"\nexport const main = Pipeline.make("main", {})',
    'import {\n  flag,\n  Operation as Op\n} from "guild-effect"\nexport default Op.make("main", {})',
    "import * as guild from 'guild-effect'\nexport const main = guild.Pipeline.make('main', {})",
    'const { Operation } = require("guild-effect")\nmodule.exports = { main: Operation.make("main", {}) }',
    'const guild = require("guild-effect")\nexports.main = guild.Pipeline.make("main", {})',
    'import { Pipeline } from "guild-effect"\nexport = Pipeline.make("main", {})'
  ])("is run for what it exports where it makes operations: %j", (text) => {
    expect(exportsOperations(text)).toBe(true)
  })

  it.each([
    'import { Guild } from "guild-effect"\nexport const runs = Guild.runs()',
    'import * as guild from "guild-effect"\nexport const runs = guild.Guild.runs()',
    'import { Pipeline } from "elsewhere"\nexport const main = Pipeline.make("main", {})',
    'import { Pipeline } from "guild-effect"\nPipeline.make("main", {}).run({})',
    'const { Pipeline } = require("guild-effect")\nPipeline.make("main", {}).run({})'
  ])("is a script otherwise: %j", (text) => {
    expect(exportsOperations(text)).toBe(false)
  })
})
