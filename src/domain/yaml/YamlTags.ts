import type { ScalarTag } from "yaml"
import { float } from "../Value.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { parseFloatText, parseInteger, PLAIN, resolvePlain } from "./YamlScalar.ts"

const NAMESPACE = "tag:yaml.org,2002:"

/** What a scalar without quotes reads as by what it looks like. */
const plain = (name: string, test: RegExp, bareExponents: BareExponents): ScalarTag => ({
  tag: `${NAMESPACE}${name}`,
  default: true,
  test,
  resolve: (text) => resolvePlain(text, bareExponents)
})

/** What a scalar reads as that says its type, such as `!!int "3"`. */
const told = <A>(name: string, read: (text: string) => A | undefined): ScalarTag => ({
  tag: `${NAMESPACE}${name}`,
  resolve: (text, onError) => {
    const value = read(text)
    if (value === undefined) onError(`a text that is no ${name}`)
    return value
  }
})

const tags = (bareExponents: BareExponents): ReadonlyArray<ScalarTag> => {
  const resolved = (text: string) => resolvePlain(text, bareExponents)
  const bool = (text: string) => {
    const value = resolved(text)
    return typeof value === "boolean" ? value : undefined
  }
  const decimal = (text: string) => {
    const value = parseFloatText(text)
    return value === undefined ? undefined : float(value)
  }
  return [
    plain("null", PLAIN.nothing, bareExponents),
    plain("bool", PLAIN.bool, bareExponents),
    plain("int", PLAIN.int, bareExponents),
    plain("float", bareExponents === "float" ? PLAIN.anyFloat : PLAIN.float, bareExponents),
    told("null", () => null),
    told("bool", bool),
    told("int", parseInteger),
    told("float", decimal),
    told("timestamp", (text) => text),
    // YAML 1.1 keeps a bare `=` for itself.
    { ...told("value", () => undefined), default: true, test: /^=$/ }
  ]
}

/** How scalars are read, in the library's terms; `docs/yaml.md` shows it. Whatever has no tag here and no quotes is a text. */
export const YAML_TAGS: Readonly<Record<BareExponents, ReadonlyArray<ScalarTag>>> = {
  float: tags("float"),
  string: tags("string")
}
