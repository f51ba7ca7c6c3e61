import { Layer } from "effect"
import { layerWith } from "../../src/layers/RunIndexSqlite.ts"
import { layer as storeLayer } from "../../src/layers/RunStoreFs.ts"
import { layer as scalarsLayer } from "../../src/layers/ScalarLogTfevents.ts"
import { testHost } from "./testHost.ts"

/** Runs on disk with their scalars, and the index over them, in one Guild home. */
export const indexedHome = (guildHome: string, fewRuns = 0) =>
  Layer.provide(
    Layer.provideMerge(layerWith({ fewRuns }), Layer.merge(storeLayer, scalarsLayer)),
    testHost({ guildHome })
  )

export const indexPath = (guildHome: string): string => `${guildHome}/cache/run-index/runs.sqlite`
