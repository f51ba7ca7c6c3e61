import { encodeFlagValue } from "../flags/FlagValue.ts"
import { Float } from "../Value.ts"
import { textArg } from "./jinja/Arguments.ts"
import type { Datum } from "./jinja/Datum.ts"
import { Missing, numberOf, textOf } from "./jinja/Datum.ts"
import type { Filter } from "./jinja/Frame.ts"
import { cell, fenced, pathText, pathUrl } from "./Markdown.ts"

/** Microseconds since the epoch as `2017-09-30 16:53:05 UTC`; empty where there are none. */
export const utcTime = (us: number | undefined): string =>
  us === undefined || !Number.isFinite(us) || Math.abs(us) > 8.64e18
    ? ""
    : `${new Date(Math.floor(us / 1_000_000) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`

/** Bytes as people read them: `987`, `1.2K`. */
export const fileSize = (bytes: number): string => {
  let size = bytes
  for (const unit of ["", "K", "M", "G"]) {
    if (Math.abs(size) < 1024) return unit === "" ? String(size) : `${size.toFixed(1)}${unit}`
    size /= 1024
  }
  return `${size.toFixed(1)}T`
}

const nothing = (value: Datum): boolean => value instanceof Missing || value === null || value === ""

const nbsp: Filter = (value) => (nothing(value) ? "&nbsp;" : cell(textOf(value)))

const whole = (value: Datum): number | undefined => {
  const number = numberOf(value) ?? (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined)
  return number === undefined || !Number.isFinite(number) ? undefined : Math.trunc(number)
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1_000_000],
  ["ms", 1000],
  ["us", 1]
])

const utcDate: Filter = (value, call) => {
  const number = whole(value)
  return number === undefined ? "" : utcTime(number * (UNITS.get(textArg(call, 0, "unit", "s")) ?? 1_000_000))
}

const csvDictRows: Filter = (value) => {
  if (!Array.isArray(value)) return []
  const [keys, ...rows] = value
  return rows.map(
    (row) => new Map((Array.isArray(keys) ? keys : []).map((key, i) => [key, Array.isArray(row) ? (row[i] ?? "") : ""]))
  )
}

const isPlain = (value: Datum): value is null | boolean | number | bigint | string | Float =>
  value === null || typeof value !== "object" || value instanceof Float

const flagVal: Filter = (value) => {
  if (value instanceof Missing) return ""
  return cell(
    Array.isArray(value) || value instanceof Map
      ? textOf(value)
      : isPlain(value)
        ? encodeFlagValue(value)
        : textOf(value)
  )
}

const scalarKey: Filter = (value) => {
  if (!(value instanceof Map)) return ""
  const prefix = textOf(value.get("prefix") ?? "")
  const tag = textOf(value.get("tag") ?? "")
  return cell(prefix === "" ? tag : `${prefix}#${tag}`)
}

const sizeFilter: Filter = (value) => {
  const bytes = whole(value)
  return bytes === undefined ? "" : fileSize(bytes)
}

const IMAGE = /\.(png|gif|jpe?g|svg)$/i

/**
 * Filters for what is known of a run. `runfiles` are the run's files that are published with it, with their bytes: only to
 * those can a report link.
 */
export const runFilters = (runfiles: ReadonlyMap<string, number>): ReadonlyMap<string, Filter> =>
  new Map<string, Filter>([
    ["csv_dict_rows", csvDictRows],
    ["empty", (value) => (nothing(value) ? "" : value)],
    ["fenced", (value) => fenced(nothing(value) ? "" : textOf(value))],
    ["file_size", sizeFilter],
    ["flag_val", flagVal],
    [
      "images",
      () =>
        [...runfiles]
          .filter(([path]) => IMAGE.test(path))
          .map(
            ([path, size]) =>
              new Map<Datum, Datum>([
                ["path", path],
                ["url", `runfiles/${pathUrl(path)}`],
                ["size", fileSize(size)]
              ])
          )
    ],
    ["nbhyph", (value) => (nothing(value) ? "&nbsp;" : cell(textOf(value)).replaceAll("-", "&#8209;"))],
    ["nbsp", nbsp],
    ["runfile_link", (value) => (runfiles.has(textOf(value)) ? `runfiles/${pathUrl(textOf(value))}` : null)],
    ["path_text", (value) => pathText(textOf(value))],
    ["path_url", (value) => pathUrl(textOf(value))],
    [
      "runfile_size",
      (value) => {
        const size = runfiles.get(textOf(value))
        return size === undefined ? "" : fileSize(size)
      }
    ],
    ["scalar_key", scalarKey],
    ["scalar_val", (value) => (value instanceof Map ? textOf(value.get("last_val") ?? "") : "")],
    ["short_id", (value) => textOf(value).slice(0, 8)],
    ["utc_date", utcDate]
  ])
