import { Either } from "effect"
import type { Value } from "../Value.ts"
import { refuseUnprintable, withLineFeeds } from "./YamlCharacters.ts"
import { readDumped } from "./YamlDumped.ts"
import { emitYaml } from "./YamlEmitter.ts"
import { YamlSyntaxError } from "./YamlError.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { yamlSpelling, yamlValue } from "./YamlValue.ts"

export { YamlSyntaxError } from "./YamlError.ts"

const readBy = (read: (clean: string) => Value, text: string): Either.Either<Value, YamlSyntaxError> => {
  try {
    const clean = withLineFeeds(text)
    refuseUnprintable(clean)
    return Either.right(read(clean))
  } catch (error) {
    if (error instanceof YamlSyntaxError) return Either.left(error)
    throw error
  }
}

/**
 * Reads one YAML 1.1 document as PyYAML's safe_load does: `yes` is true, `017` is fifteen, `12:30` is 750, the last of equal
 * keys wins, `<<` merges. Timestamps stay text, keys are strings, tags beyond the scalar types are refused.
 *
 * Bare exponents (`1e-3`) are floats, as everywhere in Guild. With `bareExponents: "string"` they are strings, as PyYAML alone
 * has it, and `dumpYaml` then loses nothing: it writes floats with a point and strings such as `1e3` without quotes.
 */
export const parseYaml = (
  text: string,
  options: { readonly bareExponents?: BareExponents } = {}
): Either.Either<Value, YamlSyntaxError> => {
  const bareExponents = options.bareExponents ?? "float"
  const dumped = readDumped(text, bareExponents)
  return dumped === undefined ? readBy((clean) => yamlValue(clean, bareExponents), text) : Either.right(dumped)
}

/** The same document with each number and boolean whose spelling is not its only one as the text that it is written as. */
export const parseYamlSpelling = (text: string): Either.Either<Value, YamlSyntaxError> => readBy(yamlSpelling, text)

const FOLD_WIDTH = 80

/**
 * A value as PyYAML's safe_dump writes it in block style: keys sorted, indent 2, lists in maps not indented, lines folded at 80
 * columns, ASCII only, a newline at the end. One-letter `y` and `n` are quoted besides, for readers that take them as booleans.
 */
export const dumpYaml = (value: Value): string => `${emitYaml(value, { flow: false, width: FOLD_WIDTH })}\n`

/** A value on one line in flow style (`{a: 1, b: [x, y]}`), without a newline at the end. */
export const dumpYamlFlow = (value: Value): string => emitYaml(value, { flow: true, width: Number.MAX_SAFE_INTEGER })
