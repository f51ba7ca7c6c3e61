import { layer } from "../../src/layers/ChangesMemory.ts"
import { suite } from "../suites/ChangesSuite.ts"

suite("memory", () => {
  const files = new Map<string, Uint8Array>()
  const times = new Map<string, number>()
  return {
    dir: "/w",
    layer: layer(files, times),
    write: (path, text, time) => {
      files.set(`/w/${path}`, new TextEncoder().encode(text))
      if (time !== undefined) times.set(`/w/${path}`, time)
    }
  }
})
