import { Effect } from "effect"
import { layer } from "../../src/layers/RunFilesMemory.ts"
import { suite } from "../suites/RunFilesSuite.ts"

suite("RunFilesMemory", (tree) => Effect.succeed({ layer: layer(tree), dir: "/run" }))
