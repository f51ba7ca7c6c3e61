import { layer } from "../../src/layers/GuildFilesMemory.ts"
import { suite } from "../suites/GuildFilesSuite.ts"

suite("memory", ({ files, systemPath }) => {
  const paths = Object.keys(files)
  const packages = (systemPath ?? []).flatMap((dir) => {
    const below = dir === "." ? "" : `${dir}/`
    return paths
      .filter((path) => path.startsWith(below) && path.slice(below.length).split("/").length === 2)
      .map((path): [string, string] => [
        path.slice(below.length).split("/")[0] ?? "",
        `/t/${path.slice(0, -"/guild.yml".length)}`
      ])
  })
  return {
    root: "/t",
    layer: layer(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`/t/${path}`, text])),
      Object.fromEntries(packages)
    )
  }
})
