import { Float, float } from "../../Value.ts"
import { arg, boolArg, intArg, textArg } from "./Arguments.ts"
import type { Call, Datum } from "./Datum.ts"
import { escaped, Group, isText, itemsOf, likeText, Markup, Missing, numberOf, order } from "./Datum.ts"
import { same, textOf, truthy, tuple, typeName } from "./Datum.ts"
import { caseless, getter } from "./FilterPaths.ts"
import type { Context, Filter } from "./Frame.ts"
import { attributeAt, binary } from "./Operators.ts"
import { fault } from "./TemplateFault.ts"

const rest = (call: Call, from: number): Call => ({ args: call.args.slice(from), kwargs: call.kwargs })

/** Sorts by what keys give; equal ones keep their order, in reverse too. */
const sorted = (items: ReadonlyArray<Datum>, key: (value: Datum) => Datum, reverse: boolean): Array<Datum> =>
  items
    .map((value) => [value, key(value)] as const)
    .sort(([, a], [, b]) => (reverse ? -order(a, b) : order(a, b)))
    .map(([value]) => value)

const sort: Filter = (value, call) => {
  const paths = arg(call, 2, "attribute")
  const sensitive = boolArg(call, 1, "case_sensitive", false)
  const getters = isText(paths ?? null)
    ? textOf(paths ?? null)
        .split(",")
        .map((path) => getter(path))
    : [getter(paths)]
  return sorted(
    itemsOf(value),
    (each) => getters.map((get) => caseless(get(each), sensitive)),
    boolArg(call, 0, "reverse", false)
  )
}

const dictsort: Filter = (value, call) => {
  if (value instanceof Missing) return fault(value.hint)
  if (!(value instanceof Map)) return fault("'dictsort' needs a mapping")
  const sensitive = boolArg(call, 0, "case_sensitive", false)
  const by = textArg(call, 1, "by", "key") === "value" ? 1 : 0
  const pairs = [...value].map(tuple)
  return sorted(
    pairs,
    (pair) => caseless(Array.isArray(pair) ? (pair[by] ?? null) : pair, sensitive),
    boolArg(call, 2, "reverse", false)
  )
}

const unique: Filter = (value, call) => {
  const get = getter(arg(call, 1, "attribute"))
  const sensitive = boolArg(call, 0, "case_sensitive", false)
  const seen: Array<Datum> = []
  return itemsOf(value).filter((each) => {
    const key = caseless(get(each), sensitive)
    if (seen.some((other) => same(other, key))) return false
    seen.push(key)
    return true
  })
}

const groupby: Filter = (value, call) => {
  const get = getter(arg(call, 0, "attribute"))
  const otherwise = arg(call, 1, "default")
  const key = (each: Datum): Datum => {
    const found = get(each)
    return found instanceof Missing && otherwise !== undefined ? otherwise : found
  }
  const groups: Array<[Datum, Array<Datum>]> = []
  for (const each of sorted(itemsOf(value), (one) => caseless(key(one), false), false)) {
    const last = groups.at(-1)
    if (last !== undefined && same(caseless(last[0], false), caseless(key(each), false))) last[1].push(each)
    else groups.push([key(each), [each]])
  }
  return groups.map((group) => Group.from(group))
}

const extreme =
  (sign: number): Filter =>
  (value, call) => {
    const get = getter(arg(call, 1, "attribute"))
    const sensitive = boolArg(call, 0, "case_sensitive", false)
    const items = itemsOf(value)
    const key = (each: Datum) => caseless(get(each), sensitive)
    return items.reduce<Datum>(
      (best, each) => (best instanceof Missing || order(key(each), key(best)) * sign > 0 ? each : best),
      new Missing("no item, the sequence was empty")
    )
  }

const chosen =
  (wanted: boolean, byAttribute: boolean): Filter =>
  (value, call, context) => {
    const get = byAttribute ? getter(call.args[0]) : (each: Datum) => each
    const given = call.args[byAttribute ? 1 : 0]
    const name = given === undefined ? undefined : textOf(given)
    const test = name === undefined ? undefined : (context.tests.get(name) ?? fault(`no test named '${name}'`))
    const args = rest(call, byAttribute ? 2 : 1)
    const holds = (each: Datum) => (test === undefined ? truthy(get(each)) : test(get(each), args, context))
    return itemsOf(value).filter((each) => holds(each) === wanted)
  }

const map: Filter = (value, call, context) => {
  const path = call.kwargs.get("attribute")
  const otherwise = call.kwargs.get("default")
  if (path !== undefined) {
    const get = getter(path)
    return itemsOf(value).map((each) => {
      const found = get(each)
      return found instanceof Missing && otherwise !== undefined ? otherwise : found
    })
  }
  const name = textOf(call.args[0] ?? fault("'map' needs a filter's name"))
  const filter = context.filters.get(name) ?? fault(`no filter named '${name}'`)
  return itemsOf(value).map((each) => filter(each, rest(call, 1), context))
}

const join: Filter = (value, call, context: Context) => {
  const get = getter(arg(call, 1, "attribute"))
  const items = itemsOf(value).map(get)
  const by = arg(call, 0, "d") ?? ""
  if (!context.autoescape) return items.map(textOf).join(textOf(by))
  return new Markup(items.map(escaped).join(escaped(by)))
}

const batch: Filter = (value, call) => {
  const size = Math.max(1, intArg(call, 0, "linecount", 1))
  const fill = arg(call, 1, "fill_with")
  const items = itemsOf(value)
  const rows = Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
  return rows.map((row) =>
    fill === undefined || fill === null ? row : [...row, ...Array.from({ length: size - row.length }, () => fill)]
  )
}

const columns: Filter = (value, call) => {
  const count = Math.max(1, intArg(call, 0, "slices", 1))
  const fill = arg(call, 1, "fill_with")
  const items = itemsOf(value)
  const each = Math.floor(items.length / count)
  const longer = items.length % count
  return Array.from({ length: count }, (_, i): Datum => {
    const from = i * each + Math.min(i, longer)
    const list = items.slice(from, from + each + (i < longer ? 1 : 0))
    return fill !== undefined && fill !== null && i >= longer && longer > 0 ? [...list, fill] : list
  })
}

const sizeOf: Filter = (value) =>
  value instanceof Map
    ? value.size
    : numberOf(value) === undefined && value !== null
      ? itemsOf(value).length
      : fault("there is no length")

/** Filters that go over lists and mappings. */
export const LIST_FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["sort", sort],
  ["dictsort", dictsort],
  ["unique", unique],
  ["groupby", groupby],
  ["min", extreme(-1)],
  ["max", extreme(1)],
  ["select", chosen(true, false)],
  ["reject", chosen(false, false)],
  ["selectattr", chosen(true, true)],
  ["rejectattr", chosen(false, true)],
  ["map", map],
  ["join", join],
  ["batch", batch],
  ["slice", columns],
  ["length", sizeOf],
  ["count", sizeOf],
  [
    "random",
    // Any item will do; the same one each time, so that the same runs give the same report.
    (value) => itemsOf(value)[0] ?? new Missing("no random item, the sequence was empty")
  ],
  ["list", (value) => [...itemsOf(value)]],
  ["first", (value) => itemsOf(value)[0] ?? new Missing("no first item, the sequence was empty")],
  ["last", (value) => itemsOf(value).at(-1) ?? new Missing("no last item, the sequence was empty")],
  [
    "reverse",
    (value) =>
      isText(value) ? likeText(value, (text) => Array.from(text).reverse().join("")) : [...itemsOf(value)].reverse()
  ],
  ["items", (value) => (value instanceof Map ? [...value].map(tuple) : [])],
  [
    "attr",
    (value, call) => {
      const name = textArg(call, 0, "name", "")
      return attributeAt(value, name) ?? new Missing(`'${typeName(value)} object' has no attribute '${name}'`)
    }
  ],
  [
    "sum",
    (value, call) => {
      const get = getter(arg(call, 0, "attribute"))
      return itemsOf(value).reduce<Datum>((total, each) => binary("+", total, get(each)), arg(call, 1, "start") ?? 0)
    }
  ],
  [
    "abs",
    (value) =>
      value instanceof Float ? float(Math.abs(value.value)) : Math.abs(numberOf(value) ?? fault("'abs' needs a number"))
  ]
])
