// Module hooks of a run's Node program: flags in the main module, types taken off TypeScript, and the project's installed
// packages for its snapshot in the run directory.
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import commonJsNames from "./commonjs-names.cjs"
import topLevel from "./js-top-level.cjs"
import nodeFlags from "./node-flags.cjs"
import sourceFiles from "./source-files.cjs"
import paths from "./typescript-paths.cjs"

let run

export const initialize = (data) => {
  run = data
}

const isBare = (specifier) => !/^(?:[./#]|[a-z][a-z0-9+.-]*:)/i.test(specifier)

const isMissing = (error) => error?.code === "ERR_MODULE_NOT_FOUND" || error?.code === "ERR_UNSUPPORTED_DIR_IMPORT"

export const resolve = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context)
  } catch (error) {
    if (!isMissing(error)) throw error
    if (run.typescript === true && paths.isRelative(specifier) && context.parentURL?.startsWith("file:")) {
      const found = paths.sources(specifier).find((name) => existsSync(new URL(name, context.parentURL)))
      if (found !== undefined) return nextResolve(found, context)
    }
    if (run.projectUrl === undefined || !isBare(specifier)) throw error
    return nextResolve(specifier, { ...context, parentURL: run.projectUrl }).catch((missing) => {
      throw isMissing(missing) ? error : missing
    })
  }
}

const compile = async (path, text, format) => {
  const { transform } = await import("esbuild")
  return transform(text, sourceFiles.esbuildOptions(path, text, format))
}

/** Whether CommonJS has no words for a text: it awaits at its top level, or asks what only a module knows of itself. */
const needsModule = async (path, text) => {
  const { warnings } = await compile(path, text, "cjs").catch(({ errors = [] }) => ({ warnings: errors }))
  return warnings.some(({ text }) => /top-level await|import\.meta/i.test(text))
}

/** `export = x` is CommonJS, whatever is imported before it. */
const isWrittenAsModule = (text) => topLevel.isEsModule(text) && !/^\s*export\s*=/m.test(text)

const isModule = async (path, text) => {
  if (/\.[mc]ts$/.test(path)) return path.endsWith(".mts")
  const type = sourceFiles.packageType(path)
  return type === "commonjs" ? needsModule(path, text) : type === "module" || isWrittenAsModule(text)
}

const withFlags = (url, text) => (url === run.mainUrl ? nodeFlags.applyFlags(text, run.flags) : text)

/** What CommonJS gives a file, for one of which nothing says that it is an ES module. */
const withNames = (path, text) =>
  path.endsWith(".mts") || sourceFiles.packageType(path) === "module" ? text : commonJsNames.withCommonJsNames(text)

/** A module that gives what a CommonJS file exports, by the names that can be told from its text. */
const commonJsModule = async (path, text) => {
  const { code } = await compile(path, text, "cjs")
  const [, listed = ""] = /\bmodule\.exports = \{([^{}]*)\}/.exec(code) ?? []
  const names = [...listed.split(","), ...Array.from(code.matchAll(/\bexports\.([\w$]+) =/g), ([, name]) => name)]
    .map((name) => name.split(":")[0].trim())
    .filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== "default")
  return [
    'import { createRequire } from "node:module"',
    `const exported = createRequire(import.meta.url)(${JSON.stringify(path)})`,
    "export default exported",
    ...Array.from(new Set(names), (name, i) => `const name${i} = exported.${name}; export { name${i} as ${name} }`)
  ].join("\n")
}

const loadSource = async (url, path, text) => {
  if (await isModule(path, text)) {
    const { code } = await compile(path, withNames(path, withFlags(url, text)), "esm")
    return { format: "module", source: code, shortCircuit: true }
  }
  // The main thread compiles it, as `require` does.
  return url === run.mainUrl
    ? { format: "commonjs", source: null, shortCircuit: true }
    : { format: "module", source: await commonJsModule(path, text), shortCircuit: true }
}

const loadForTypeScript = async (url, context, nextLoad) => {
  const path = fileURLToPath(url)
  // Compiled to CommonJS, TypeScript imports JSON as any other file.
  if (path.endsWith(".json")) return nextLoad(url, { ...context, importAttributes: { type: "json" } })
  if (!/\.(?:[cm]?ts|[jt]sx?)$/.test(path)) return nextLoad(url, context)
  const text = readFileSync(path, "utf8")
  return sourceFiles.isTypeScript(path) || sourceFiles.isLooseModule(path, text)
    ? loadSource(url, path, text)
    : nextLoad(url, context)
}

export const load = async (url, context, nextLoad) => {
  if (run.typescript === true && url.startsWith("file:")) return loadForTypeScript(url, context, nextLoad)
  const loaded = await nextLoad(url, context)
  if (url !== run.mainUrl || loaded.format !== "module" || loaded.source == null) return loaded
  const text = typeof loaded.source === "string" ? loaded.source : Buffer.from(loaded.source).toString("utf8")
  return { ...loaded, source: withFlags(url, text) }
}
