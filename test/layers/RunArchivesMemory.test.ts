import { Effect, Layer } from "effect"
import { layer } from "../../src/layers/RunArchivesMemory.ts"
import { layer as store } from "../../src/layers/RunStoreMemory.ts"
import { suite } from "../suites/RunArchivesSuite.ts"

suite("memory", Effect.succeed({ layer: Layer.provideMerge(layer, store), root: "/archives" }))
