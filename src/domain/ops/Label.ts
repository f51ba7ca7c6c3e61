import { Either } from "effect"
import type { FlagFormat } from "../flags/FlagValueFormat.ts"
import { formatFlagAssigns, formatFlagValue } from "../flags/FlagValueFormat.ts"
import { printf } from "./LabelPrintf.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, mapOf } from "../Value.ts"

export interface Label {
  readonly label: string
  readonly warnings: ReadonlyArray<string>
}

export interface LabelOptions {
  /** Which flag values are paths, to be shortened. By default every absolute path. */
  readonly isPath?: (text: string) => boolean
  /** What null stands for where a template names the flag. */
  readonly nullLabels?: ValueMap
}

const isAbsolutePath = (text: string): boolean => /^\/[^\0\n]*$/.test(text)

const labelFormat = (options: LabelOptions): FlagFormat => ({
  truncateFloats: true,
  shortenPaths: options.isPath ?? isAbsolutePath
})

/** `NAME=VALUE` of every flag that is not null, by name, floats cut to five decimals, long paths shortened. */
export const defaultLabel = (flags: ValueMap, options: LabelOptions = {}): string => {
  const set = mapOf(Object.entries(flags).filter(([, value]) => value !== null))
  return formatFlagAssigns(set, labelFormat(options)).join(" ")
}

/** A value on its way through filters: still a value, or text that stands as it is. */
type Piece = { readonly kind: "value"; readonly value: Value } | { readonly kind: "text"; readonly text: string }

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

const applyFilter = (piece: Piece, filter: string, warn: (warning: string) => void): Piece => {
  const colon = filter.indexOf(":")
  const name = (colon < 0 ? filter : filter.slice(0, colon)).trim()
  const arg = colon < 0 ? "" : filter.slice(colon + 1)
  const value: Value = piece.kind === "text" ? piece.text : piece.value
  if (filter.startsWith("%"))
    return Either.match(printf(filter, value), {
      onLeft: (problem) => {
        if (problem.kind === "format")
          warn(`error formatting ${pyRepr(value)} with ${pyRepr(filter)}: ${problem.reason}`)
        return piece
      },
      onRight: (text): Piece => ({ kind: "text", text })
    })
  switch (name) {
    case "default":
      // A text that might have been the default is shown as the default would be.
      return value === null
        ? { kind: "text", text: arg }
        : typeof value === "string"
          ? { kind: "text", text: value }
          : piece
    case "basename":
      return typeof value === "string" ? { kind: "value", value: baseName(value) } : piece
    case "unquote":
      return typeof value === "string" ? { kind: "text", text: value } : piece
    default:
      warn(`unsupported label filter '${name}' - ignoring`)
      return piece
  }
}

const pieceText = (piece: Piece, options: LabelOptions): string =>
  piece.kind === "text" ? piece.text : piece.value === null ? "" : formatFlagValue(piece.value, labelFormat(options))

/**
 * The label of a run: its template with `${FLAG}` and `${default_label}` replaced, or without a template the default label.
 * Filters follow a name behind `|`: `basename`, `default:VALUE`, `unquote`, and formats such as `%.4f`. A flag that is null or
 * unknown leaves nothing, or its null label. A format that does not fit the value's type is passed over; one that is no format
 * is warned of.
 */
export const runLabel = (template: string | undefined, flags: ValueMap, options: LabelOptions = {}): Label => {
  if (template === undefined || template === "") return { label: defaultLabel(flags, options), warnings: [] }
  const warnings: Array<string> = []
  const label = template.replaceAll(/\$\{([^{}]+)\}/g, (_, reference: string) => {
    const [name = "", ...filters] = reference.split("|")
    const start: Piece =
      name === "default_label"
        ? { kind: "text", text: defaultLabel(flags, options) }
        : { kind: "value", value: getKey(flags, name.trim()) ?? null }
    const piece = filters.reduce((before, filter) => applyFilter(before, filter, (text) => warnings.push(text)), start)
    const nullLabel =
      piece.kind === "value" && piece.value === null ? getKey(options.nullLabels ?? {}, name.trim()) : null
    return pieceText(
      nullLabel === undefined || nullLabel === null ? piece : { kind: "value", value: nullLabel },
      options
    )
  })
  return { label, warnings }
}

/** The template that `--label` and `--tag` ask for: each tag goes before the label, or before the default label. */
export const labelTemplate = (label: string | undefined, tags: ReadonlyArray<string>): string | undefined =>
  tags.length === 0 ? label : [...tags, label ?? "${default_label}"].join(" ")
