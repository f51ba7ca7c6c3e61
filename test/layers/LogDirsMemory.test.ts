import { layer } from "../../src/layers/LogDirsMemory.ts"
import { suite } from "../suites/LogDirsSuite.ts"

const file = (path: string) => ({ path, isLink: false, size: 1, stamp: "1" })
const files = [".guild/a.tfevents.1", ".guild/attrs/id", "plot.png"].map(file)

suite("memory", layer(new Map([["/runs/a", files]]), new Map()), "/runs/a")
