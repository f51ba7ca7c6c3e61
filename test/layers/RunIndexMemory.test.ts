import { Effect, Layer } from "effect"
import { layer } from "../../src/layers/RunIndexMemory.ts"
import { layer as store } from "../../src/layers/RunStoreMemory.ts"
import { layer as scalars } from "../../src/layers/ScalarLogMemory.ts"
import { suite } from "../suites/RunIndexSuite.ts"

suite("memory", Effect.succeed(Layer.provideMerge(layer, Layer.merge(store, scalars))))
