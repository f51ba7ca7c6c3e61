import { layer } from "../../src/layers/ScalarLogMemory.ts"
import { suite } from "../suites/ScalarLogSuite.ts"

let runs = 0

suite("memory", layer, () => `/runs/${++runs}`)
