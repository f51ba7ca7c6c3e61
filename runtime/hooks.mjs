// Module hooks of a run's Node program: flags in the main module, types taken off TypeScript, and the project's installed
// packages for its snapshot in the run directory.
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import topLevel from "./js-top-level.cjs"
import nodeFlags from "./node-flags.cjs"

let run

export const initialize = (data) => {
  run = data
}

const TYPESCRIPT = /\.(?:ts|mts|cts|tsx)$/
const isBare = (specifier) => !/^(?:[./#]|[a-z][a-z0-9+.-]*:)/i.test(specifier)
const isRelative = (specifier) => /^\.{0,2}\//.test(specifier)

const isTypeScriptUrl = (url) =>
  run.typescript === true && url.startsWith("file:") && TYPESCRIPT.test(new URL(url).pathname)

/** What an import in TypeScript may mean besides what it says: `./a` is a.ts, and so is `./a.js`. */
const sources = (specifier) => [
  ...[".ts", ".tsx", ".mts", "/index.ts"].map((ending) => specifier + ending),
  ...(/\.[cm]?jsx?$/.test(specifier) ? [specifier.replace(/\.([cm]?)js(x?)$/, ".$1ts$2")] : [])
]

const isMissing = (error) => error?.code === "ERR_MODULE_NOT_FOUND" || error?.code === "ERR_UNSUPPORTED_DIR_IMPORT"

export const resolve = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context)
  } catch (error) {
    if (!isMissing(error)) throw error
    if (run.typescript === true && isRelative(specifier) && context.parentURL?.startsWith("file:")) {
      const found = sources(specifier).find((name) => existsSync(new URL(name, context.parentURL)))
      if (found !== undefined) return nextResolve(found, context)
    }
    if (run.projectUrl === undefined || !isBare(specifier)) throw error
    return nextResolve(specifier, { ...context, parentURL: run.projectUrl })
  }
}

/** The `type` of the nearest package.json: `module`, `commonjs` or undefined. */
const packageType = (path) => {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    const file = join(dir, "package.json")
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).type
    if (dirname(dir) === dir) return undefined
  }
}

const isModule = (path, text) => {
  if (/\.[mc]ts$/.test(path)) return path.endsWith(".mts")
  const type = packageType(path)
  return type === "module" || (type !== "commonjs" && topLevel.isEsModule(text))
}

const withFlags = (url, text) => (url === run.mainUrl ? nodeFlags.applyFlags(text, run.flags) : text)

const loadTypeScript = async (url) => {
  const path = fileURLToPath(url)
  const text = readFileSync(path, "utf8")
  // The main thread compiles it, as `require` does.
  if (!isModule(path, text)) return { format: "commonjs", source: null, shortCircuit: true }
  const { transform } = await import("esbuild")
  const { code } = await transform(withFlags(url, text), {
    loader: path.endsWith("x") ? "tsx" : "ts",
    format: "esm",
    target: "node20",
    sourcefile: path,
    sourcemap: "inline"
  })
  return { format: "module", source: code, shortCircuit: true }
}

export const load = async (url, context, nextLoad) => {
  if (isTypeScriptUrl(url)) return loadTypeScript(url)
  const loaded = await nextLoad(url, context)
  if (url !== run.mainUrl || loaded.format !== "module" || loaded.source == null) return loaded
  const text = typeof loaded.source === "string" ? loaded.source : Buffer.from(loaded.source).toString("utf8")
  return { ...loaded, source: withFlags(url, text) }
}
