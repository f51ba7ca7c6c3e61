import { layer } from "../../src/layers/SourceFilesMemory.ts"
import { suite } from "../suites/SourceFilesSuite.ts"

const encoder = new TextEncoder()

suite("memory", (files) => {
  const all = new Map(
    Object.entries(files).map(([path, content]) => [
      `/project/${path}`,
      typeof content === "string" ? encoder.encode(content) : content
    ])
  )
  return {
    layer: layer(all),
    root: "/project",
    dest: "/copy",
    read: (path) => {
      const bytes = all.get(path)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString("latin1")
    }
  }
})
