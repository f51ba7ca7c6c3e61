import { Either } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { fromValue, toValue } from "../../src/api/Data.ts"
import { dumpYaml, parseYaml } from "../../src/domain/yaml/Yaml.ts"

/** What a Schema encodes to: JSON, and the numbers that JSON does not have. Zero has no sign in YAML. */
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, true, false),
    fc.double().map((n) => n + 0),
    fc.integer(),
    fc.string({ unit: "binary" }),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("data"), { maxKeys: 4, noNullPrototype: true })
  )
}))

it("what an operation gave is the same data when its run has kept it", () =>
  fc.assert(
    fc.property(data, (given) => {
      const kept = parseYaml(dumpYaml(toValue(given)), { bareExponents: "string" })
      expect(Either.map(kept, fromValue)).toEqual(Either.right(given))
    })
  ))
