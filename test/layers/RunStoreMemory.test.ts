import { Effect } from "effect"
import { layerWith } from "../../src/layers/RunStoreMemory.ts"
import { suite } from "../suites/RunStoreSuite.ts"

const pids = { alive: 100, dead: 200 }

suite("memory", Effect.succeed(layerWith({ isAlive: (pid) => pid === pids.alive })), pids)
