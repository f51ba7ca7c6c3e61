import { Effect } from "effect"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { layer } from "../../src/layers/RunStoreFs.ts"
import { RunStore } from "../../src/services/RunStore.ts"
import { testHost } from "./testHost.ts"

/** A program of its own that writes an attribute again and again until it is killed: `HOME ID`. Prints one line when it began. */
const [guildHome = "", id = ""] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const store = yield* RunStore
  const run = { id: RunId.make(id), dir: `${store.runsDir}/${id}` }
  for (let i = 0; ; i++) {
    yield* store.writeAttr(run, "flags", { first: i, text: String(i).repeat(20_000), zlast: i })
    if (i === 0) console.log("began")
  }
})

void Effect.runPromise(Effect.provide(program, layer).pipe(Effect.provide(testHost({ guildHome }))))
