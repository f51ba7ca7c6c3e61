import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatFlagValue } from "../../src/domain/flags/FlagValueFormat.ts"
import { defaultLabel, labelTemplate, runLabel } from "../../src/domain/ops/Label.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { mapOf } from "../../src/domain/Value.ts"

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((text) => text !== "default_label")
const value = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z0-9 .]{0,12}$/), fc.constant(null))
const flags: fc.Arbitrary<ValueMap> = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }).map(mapOf)
const plain = fc.stringMatching(/^[a-zA-Z0-9 _.:=/-]{0,20}$/)

describe("label templates", () => {
  it("stand as they are where they refer to nothing", () =>
    fc.assert(
      fc.property(plain, flags, (text, given) => {
        if (text !== "") expect(runLabel(text, given)).toEqual({ label: text, warnings: [] })
      })
    ))

  it("put each flag's own text in the place of its name, and nothing for one that is null", () =>
    fc.assert(
      fc.property(flags, plain, plain, (given, before, after) => {
        for (const [key, each] of Object.entries(given)) {
          const text = each === null ? "" : formatFlagValue(each, { truncateFloats: true })
          expect(runLabel(`${before}\${${key}}${after}`, given).label).toBe(`${before}${text}${after}`)
        }
      })
    ))

  it("give the default label for no template, and wherever they name it", () =>
    fc.assert(
      fc.property(flags, plain, (given, text) => {
        expect(runLabel(undefined, given).label).toBe(defaultLabel(given))
        expect(runLabel(`${text}\${default_label}`, given).label).toBe(text + defaultLabel(given))
      })
    ))

  it("show every flag that is set once, by name, in the default label", () =>
    fc.assert(
      fc.property(flags, (given) => {
        const set = Object.keys(given).filter((key) => given[key] !== null)
        const shown = defaultLabel(given)
        for (const key of set) expect(` ${shown}`).toContain(` ${key}=`)
        if (set.length === 0) expect(shown).toBe("")
      })
    ))

  it("put tags before the label in their order", () =>
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), fc.option(plain, { nil: undefined }), (tags, label) => {
        expect(labelTemplate(label, tags)).toBe([...tags, label ?? "${default_label}"].join(" "))
      })
    ))
})
