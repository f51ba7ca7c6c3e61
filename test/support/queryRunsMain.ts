import { Effect, Layer } from "effect"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import { layer as indexLayer } from "../../src/layers/RunIndexSqlite.ts"
import { layer as scalarsLayer } from "../../src/layers/ScalarLogTfevents.ts"
import { RunIndex } from "../../src/services/RunIndex.ts"
import { testHost } from "./testHost.ts"

/** A program of its own that asks the index of a Guild home for its first runs: `HOME LIMIT TIMES`; prints JSON. */
const [guildHome = "", limit = "20", times = "1"] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const index = yield* RunIndex
  const query = { ...allRuns, limit: limit === "all" ? undefined : Number(limit) }
  const ms: Array<number> = []
  let shown: ReadonlyArray<string> = []
  let total = 0
  for (let time = 0; time < Number(times); time++) {
    const start = performance.now()
    const answer = yield* index.query("live", query)
    ms.push(performance.now() - start)
    shown = answer.runs.map(({ id }) => id)
    total = answer.total
  }
  return { total, shown: shown.slice(0, 100), ms, rss: process.memoryUsage().rss }
})

const host = testHost({ guildHome })
const layer = Layer.provide(indexLayer, Layer.merge(host, Layer.provide(scalarsLayer, host)))

void Effect.runPromise(Effect.provide(program, layer)).then((answer) => console.log(JSON.stringify(answer)))
