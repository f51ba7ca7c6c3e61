import * as fc from "fast-check"
import type { Value } from "../../src/domain/Value.ts"
import { float, mapOf } from "../../src/domain/Value.ts"

/** Texts that mean something to YAML, shells or flag syntax, and any others. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from("ab 019.-+:#'\"[]{},?!&*%@`|>_=~\\/eE\n\t$"),
      "yes",
      "null",
      "range[",
      "é",
      "\u2028"
    ),
    maxLength: 12
  }),
  fc.lorem({ maxCount: 40 })
)

const anyFloat = fc.double().map(float)
const anyInt = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt().filter((n) => !Number.isSafeInteger(Number(n)))
)

/** Any value, nested up to three levels. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value; leaf: Value }>((tie) => ({
  leaf: fc.oneof(anyText, anyInt, anyFloat, fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    tie("leaf"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(anyText, fc.constant("__proto__")), tie("value")), { maxLength: 4 }).map(mapOf)
  )
})).value
