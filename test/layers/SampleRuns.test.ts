import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe } from "vitest"
import { opSpec } from "../../src/domain/ops/OpRef.ts"
import type { RunQuery } from "../../src/domain/runs/RunQuery.ts"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import { shortId } from "../../src/domain/runs/RunId.ts"
import { statusName } from "../../src/domain/runs/RunStatus.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { indexedHome } from "../support/indexedHome.ts"
import { tempHome } from "../support/tempHome.ts"

/** Three runs as the original keeps them in its own tests. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "42803252919c495cbd65f292f1f156a0": {
    opref: "test:'' '' mnist evaluate",
    "attrs/started": "1506790419000000",
    "attrs/exit_status": "0"
  },
  "7d145216ae874020b735f001a7bfd27d": {
    opref: "test:'' '' mnist train",
    "attrs/started": "1506790401000000",
    "attrs/exit_status": "1"
  },
  "360192fdf9b74f2fad5f514e9f2fdadb": {
    opref: "test:'' '' mnist train",
    "attrs/started": "1506790385000000",
    PENDING: ""
  }
}

const writeSamples = (home: string) => {
  for (const [id, files] of Object.entries(SAMPLES)) {
    mkdirSync(join(home, "runs", id, ".guild/attrs"), { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, "runs", id, ".guild", name), text)
  }
}

const listed = (query: Partial<RunQuery>) =>
  Effect.gen(function* () {
    const { runs } = yield* (yield* RunIndex).query("live", { ...allRuns, ...query })
    return runs.map((run) => `${shortId(run.id)} ${opSpec(run.opRef)} ${statusName(run.status)}`)
  })

const EVALUATE = "42803252 mnist:evaluate completed"
const FAILED = "7d145216 mnist:train error"
const PENDING = "360192fd mnist:train pending"

describe("the original's sample runs", () => {
  it.scoped("list and filter as they do there", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSamples(home)
      const check = Effect.gen(function* () {
        expect(yield* listed({})).toEqual([EVALUATE, FAILED, PENDING])
        expect(yield* listed({ operations: ["train"] })).toEqual([FAILED, PENDING])
        expect(yield* listed({ operations: ["evaluate"] })).toEqual([EVALUATE])
        expect(yield* listed({ statuses: ["completed"] })).toEqual([EVALUATE])
        expect(yield* listed({ statuses: ["error"] })).toEqual([FAILED])
        expect(yield* listed({ statuses: ["pending"] })).toEqual([PENDING])
        expect(yield* listed({ statuses: ["pending", "error"] })).toEqual([FAILED, PENDING])
      })
      yield* Effect.provide(check, indexedHome(home))
    })
  )
})
