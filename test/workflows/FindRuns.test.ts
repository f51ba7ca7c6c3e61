import { expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { afterEach, describe, vi } from "vitest"
import { filterQuery } from "../../src/workflows/FindRuns.ts"
import type { RunFilters } from "../../src/workflows/RunFilters.ts"

const noFilters: RunFilters = {
  filter: undefined,
  operations: [],
  labels: [],
  unlabeled: false,
  tags: [],
  comments: [],
  marked: false,
  unmarked: false,
  started: undefined,
  digest: undefined,
  running: undefined,
  completed: undefined,
  error: undefined,
  terminated: undefined,
  pending: undefined,
  staged: undefined
}

/** The range of start times that a run must be in, as ISO 8601 in UTC, with clocks as they are in a time zone. */
const started = (zone: string, now: string, range: string) =>
  Effect.gen(function* () {
    vi.stubEnv("TZ", zone)
    yield* TestClock.setTime(Date.parse(now))
    const query = yield* filterQuery({ ...noFilters, started: range }, "guild runs")
    const iso = (us: number | undefined) => (us === undefined ? "" : new Date(us / 1000).toISOString())
    return [iso(query.started?.from), iso(query.started?.to)]
  })

describe("the runs of a time range", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it.effect("are those of a day where the user is", () =>
    Effect.gen(function* () {
      const now = "2024-01-31T23:30:00Z"
      expect(yield* started("UTC", now, "today")).toEqual(["2024-01-31T00:00:00.000Z", "2024-02-01T00:00:00.000Z"])
      expect(yield* started("Asia/Kolkata", now, "today")).toEqual([
        "2024-01-31T18:30:00.000Z",
        "2024-02-01T18:30:00.000Z"
      ])
      expect(yield* started("America/Los_Angeles", now, "2024-01-31 15:30")).toEqual([
        "2024-01-31T23:30:00.000Z",
        "2024-01-31T23:31:00.000Z"
      ])
    })
  )

  it.effect("are those of a day of 23 or 25 hours, too", () =>
    Effect.gen(function* () {
      expect(yield* started("Europe/Berlin", "2024-03-31T12:00:00Z", "today")).toEqual([
        "2024-03-30T23:00:00.000Z",
        "2024-03-31T22:00:00.000Z"
      ])
      expect(yield* started("Europe/Berlin", "2024-10-28T12:00:00Z", "yesterday")).toEqual([
        "2024-10-26T22:00:00.000Z",
        "2024-10-27T23:00:00.000Z"
      ])
    })
  )

  it.effect("are counted back in hours that went by, whatever was done to clocks", () =>
    Effect.gen(function* () {
      const forward = "2024-03-31T01:15:00Z"
      expect(yield* started("Europe/Berlin", forward, "last 30 minutes")).toEqual(["2024-03-31T00:45:00.000Z", ""])
      expect(yield* started("Europe/Berlin", forward, "last 3 hours")).toEqual(["2024-03-30T22:15:00.000Z", ""])
      expect(yield* started("Europe/Berlin", "2024-10-27T01:15:00Z", "last 2 hours")).toEqual([
        "2024-10-26T23:15:00.000Z",
        ""
      ])
    })
  )
})
