import { layer } from "../../src/layers/RunOutputMemory.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { suite } from "../suites/RunOutputSuite.ts"

let made = 0

suite("RunOutputMemory", layer, () => ({ id: RunId.make("a"), dir: `/runs/${++made}` }))
