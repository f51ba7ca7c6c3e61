import { encodeFlagValue } from "../flags/FlagValue.ts"
import { resolvePlain } from "../yaml/YamlScalar.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isMap, mapOf } from "../Value.ts"

const SECTION = /^\[([^\]]+)\]\s*$/
const PAIR = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/

/** What `DEFAULT` and names before any section belong to. */
const DEFAULT = "DEFAULT"

/**
 * Reads what Python's `configparser` reads: sections of `name = value` or `name: value`, whose values are read as YAML scalars.
 * Indented lines continue a value. Names before any section are those of `DEFAULT`. Gives a map of maps, or the number of the
 * line, from 1, that is none of this.
 */
export const parseIni = (text: string): ValueMap | number => {
  const sections = new Map<string, Map<string, Value>>()
  let section: Map<string, Value> | undefined
  let last: string | undefined
  const lines = text.split(/\r?\n/)
  for (const [at, line] of lines.entries()) {
    if (/^\s*(?:[#;].*)?$/.test(line)) {
      last = undefined
      continue
    }
    const [, header] = SECTION.exec(line.trim()) ?? []
    const [, name, value] = PAIR.exec(line.trim()) ?? []
    if (/^\s/.test(line) && last !== undefined && section !== undefined) {
      section.set(last, `${String(section.get(last))}\n${line.trim()}`)
    } else if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, Value>()
      sections.set(header, section)
      last = undefined
    } else if (name !== undefined && value !== undefined) {
      section ??= new Map<string, Value>()
      if (!Array.from(sections.values()).includes(section)) sections.set(DEFAULT, section)
      section.set(name, resolvePlain(value, "float"))
      last = name
    } else return at + 1
  }
  return mapOf(Array.from(sections, ([name, pairs]) => [name, mapOf(pairs)] as const))
}

const textOf = (value: Value): string =>
  (value === null ? "" : typeof value === "string" ? value : encodeFlagValue(value)).replaceAll("\n", "\n\t")

const sectionText = (name: string, pairs: ValueMap): string =>
  [`[${name}]`, ...Object.entries(pairs).map(([key, value]) => `${key} = ${textOf(value)}`), ""].join("\n")

/** The same in writing; values outside of a section become those of `DEFAULT`, over what it has. */
export const iniText = (config: ValueMap): string => {
  const loose = Object.entries(config).filter(([, value]) => !isMap(value))
  const sections = new Map(Object.entries(config).flatMap(([name, value]) => (isMap(value) ? [[name, value]] : [])))
  const defaults = mapOf([...Object.entries(sections.get(DEFAULT) ?? {}), ...loose])
  const all = loose.length === 0 ? sections : new Map([[DEFAULT, defaults], ...sections, [DEFAULT, defaults]])
  return Array.from(all, ([name, pairs]) => sectionText(name, pairs)).join("\n")
}
