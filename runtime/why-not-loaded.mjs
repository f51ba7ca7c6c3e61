// Why a file of the user could not be loaded, on one line: what Node, esbuild or the file itself says, and where.
import { relative } from "node:path"
import { fileURLToPath } from "node:url"

const pathOf = (place) => (place.startsWith("file:") ? fileURLToPath(place) : place)

/** `p.ts:3` of the first line of a stack trace that is in the project; line numbers are those of the source. */
const placeIn = (stack, dir) => {
  for (const [, place, line] of stack.matchAll(/(?:\(|at |^)((?:file:\/\/)?\/[^()\n]*?):(\d+)(?::\d+)?\)?$/gm)) {
    const path = relative(dir, pathOf(place))
    if (!path.startsWith("..") && !path.includes("node_modules/")) return `${path}:${line}`
  }
  return undefined
}

/**
 * @param error what was thrown
 * @param dir the absolute path of the directory of the file that was to be loaded; places are told relative to it
 */
export const whyNotLoaded = (error, dir) => {
  if (!(error instanceof Error)) return String(error).split("\n")[0]
  const [first = "", second = ""] = error.message.split("\n")
  // What esbuild says stands in its second line, with a place of its own.
  if (/^Transform failed with/.test(first)) return second.replaceAll(`${dir}/`, "").replace(/: ERROR: /, ": ")
  if (error.code === "ERR_REQUIRE_ESM") {
    // The place that Node tells is one of the compiled file.
    const [, path] = /ES Module (\S+)/.exec(first) ?? []
    const what = path === undefined ? "what it requires" : pathOf(path).replace(`${dir}/`, "")
    return `${what} is an ES module, which Node ${process.versions.node} cannot load from CommonJS: use Node 20.19 or later, or make the file an ES module`
  }
  const place = placeIn(error.stack ?? "", dir)
  const said = `${error.name}: ${first}`.replaceAll(`file://${dir}/`, "").replaceAll(`${dir}/`, "")
  return place === undefined || said.includes(place) ? said : `${place}: ${said}`
}
