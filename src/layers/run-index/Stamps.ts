import type { Stats } from "node:fs"
import { statSync } from "node:fs"
import type { FilterExpr } from "../../domain/filter/FilterExpr.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { ATTRS_DIR, GUILD_DIR, OPREF_FILE, PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import { filterAttrs, filterRefs } from "../../domain/filter/FilterNames.ts"
import { isDerived } from "../../domain/filter/RunSubject.ts"
import { RUN_ATTRS } from "../run-store/AssembleRun.ts"

/**
 * What has to be unchanged for an indexed run to be true: two directories, in which a file that comes, goes or is renamed
 * shows, and the files that tools write over in place, which only they themselves show. `proto` is the opref of a batch's
 * prototype.
 */
export const STAMPED = ["guild", "attrs", "opref", "proto", ...RUN_ATTRS] as const
export type Stamped = (typeof STAMPED)[number]

/** What of runs is looked at before a query. */
export interface Look {
  /** The files, in the order of `STAMPED`, and the directories, where a file that comes shows. */
  readonly stamped: ReadonlyArray<Stamped>
  /** Whether all of a run may be shown. */
  readonly whole: boolean
  /** Directories that are looked at for every run: the others only where a file that is looked for is missing. */
  readonly always: ReadonlyArray<Stamped>
}

/** What runs are ordered by. */
const ORDER_STAMPED: ReadonlyArray<Stamped> = ["attrs", "started", "initialized"]

/** The order of runs alone. */
export const ORDER: Look = { stamped: ORDER_STAMPED, whole: false, always: [] }

/** The files that are not attributes. */
const PATHS = {
  guild: GUILD_DIR,
  attrs: ATTRS_DIR,
  opref: OPREF_FILE,
  proto: `${PROTO_DIR}/${OPREF_FILE}`
} as const

const isNoAttr = (what: Stamped): what is keyof typeof PATHS => Object.hasOwn(PATHS, what)

/** Where the file is, in the directory of a run. */
export const stampedPath = (what: Stamped): string => (isNoAttr(what) ? PATHS[what] : `${ATTRS_DIR}/${what}`)

const pathIn = (dir: string, what: Stamped): string => `${dir}/${stampedPath(what)}`

const NO_THROW = { throwIfNoEntry: false } as const

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, NO_THROW)
  } catch {
    return undefined
  }
}

/**
 * One integer below 2^53 in which any change of a file shows: its change time and modification time in microseconds, its size
 * and its inode (a directory moved here from elsewhere keeps its times).
 */
export const mix = (stats: Pick<Stats, "ctimeMs" | "mtimeMs" | "size" | "ino">): number =>
  Math.trunc(stats.ctimeMs * 1_000) +
  2 * Math.trunc(stats.mtimeMs * 1_000) +
  (stats.size % 1e9) * 7_919 +
  (stats.ino % 1e9) * 104_729

/** The stamp of what stands at a path; null where there is nothing. */
export const stampAt = (path: string): number | null => {
  const stats = statOf(path)
  return stats === undefined ? null : mix(stats)
}

/** The stamp of one file of a run; null where there is none. */
export const stampOf = (dir: string, what: Stamped): number | null => stampAt(pathIn(dir, what))

/** How old a change has to be before a stamp is believed: file times are coarse, and two changes may share one. */
export const RACY_MS = 2_000

/** The stamp of a file that was last changed long enough before `nowMs`; otherwise nothing, which equals no stamp. */
export const settledStampAt = (path: string, nowMs: number): number | undefined => {
  const stats = statOf(path)
  return stats === undefined || Math.max(stats.ctimeMs, stats.mtimeMs) >= nowMs - RACY_MS ? undefined : mix(stats)
}

export interface RunStamps {
  /** In the order of `STAMPED`. */
  readonly stamps: ReadonlyArray<number | null>
  /** The latest change among the files, in milliseconds since the epoch; 0 where there are none. */
  readonly newestMs: number
}

/** All stamps of a run. Take them before its files are read: what changes in between then shows the next time. */
export const takeStamps = (dir: string): RunStamps => {
  let newestMs = 0
  const stamps = STAMPED.map((what) => {
    const stats = statOf(pathIn(dir, what))
    if (stats === undefined) return null
    newestMs = Math.max(newestMs, stats.ctimeMs, stats.mtimeMs)
    return mix(stats)
  })
  return { stamps, newestMs }
}

/** Whether only what comes first is asked: then what a run is counts down to the last row, and after that only where it stands. */
export const asksFirst = ({ filter, limit, uncounted }: RunQuery): boolean =>
  uncounted === true && limit !== undefined && filter === undefined

/** Whether all of every run is looked at before a query, because all of it may be shown. */
export const looksAtAll = (query: RunQuery): boolean => query.limit === undefined

/** Whether what runs are ordered by is looked at for those alone that a filter lets through: often they are few. */
export const ordersAfterwards = (query: RunQuery): boolean =>
  !looksAtAll(query) && query.filter !== undefined && query.started === undefined

/** What the names of a filter are read from, beside the attributes that are in no row of a run. */
const FILTERED: Readonly<Record<string, ReadonlyArray<Stamped>>> = {
  op: ["opref", "proto"],
  operation: ["opref", "proto"],
  model: ["opref", "proto"],
  status: ["exit_status"],
  marked: ["marked"],
  tags: ["tags"]
}

const forFilter = (filter: FilterExpr): ReadonlyArray<Stamped> =>
  filterRefs(filter).flatMap(({ kind, name }) => [
    ...(kind === "any" || kind === "flag" ? (["flags"] as const) : []),
    ...((kind === "any" || kind === "attr") && Object.hasOwn(FILTERED, name) ? (FILTERED[name] ?? []) : [])
  ])

const forPlace = (query: RunQuery): ReadonlyArray<Stamped> => [
  ...ORDER_STAMPED,
  ...(query.markedFirst === true ? (["marked"] as const) : [])
]

const forPart = (query: RunQuery): ReadonlyArray<Stamped> => [
  "guild",
  "attrs",
  ...(ordersAfterwards(query) ? [] : ORDER_STAMPED),
  ...(query.operations.length > 0 ? (["opref", "proto"] as const) : []),
  ...(query.labels.length > 0 || query.unlabeled ? (["label"] as const) : []),
  ...(query.marked === undefined && query.markedFirst !== true ? [] : (["marked"] as const)),
  ...(query.tags.length > 0 ? (["tags"] as const) : []),
  ...(query.comments.length > 0 ? (["comments"] as const) : []),
  ...(query.digest === undefined ? [] : (["sourcecode_digest"] as const)),
  ...(query.statuses.length > 0 || query.notStatuses.length > 0 ? (["exit_status"] as const) : []),
  ...(query.filter === undefined ? [] : forFilter(query.filter))
]

/** Whether a filter asks for attributes that are in no row of a run: any file that comes may be one. */
const namesAttrs = ({ filter }: RunQuery): boolean =>
  filter !== undefined && filterAttrs(filter).some((name) => !isDerived(name))

const inOrder = (stamped: ReadonlyArray<Stamped>): ReadonlyArray<Stamped> =>
  STAMPED.filter((what) => stamped.includes(what))

/**
 * What has to be looked at before a query can leave a run out or put it in its place: `.guild`, in which runs and statuses come and
 * go, and the files of the attributes that it asks about. Rows that a query with a limit shows are looked at in full besides.
 */
export const stampsFor = (query: RunQuery): Look => {
  if (looksAtAll(query)) return { stamped: STAMPED, whole: true, always: ["guild", "attrs"] }
  if (asksFirst(query)) return { stamped: inOrder(["guild", ...forPlace(query)]), whole: false, always: [] }
  const always = namesAttrs(query) ? (["guild", "attrs"] as const) : (["guild"] as const)
  return { stamped: inOrder(forPart(query)), whole: false, always }
}

/** Files that few runs have. */
const RARE: ReadonlyArray<Stamped> = ["proto", "marked", "tags", "comments"]

/** How many files of a run are looked at, of most runs. */
export const looksAtEach = ({ always, stamped, whole }: Look): number =>
  stamped.filter(
    (what) =>
      !RARE.includes(what) &&
      (what !== "attrs" || always.includes("attrs")) &&
      (what !== "initialized" || whole || !stamped.includes("started"))
  ).length
