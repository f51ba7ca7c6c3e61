// Preloaded into the Node program of a run whose script is TypeScript: `node --import runtime/typescript.mjs SCRIPT ...`.
// Types are taken off while a module is loaded, by esbuild; nothing is written, and stack traces name the script's own lines.
import { transformSync } from "esbuild"
import { existsSync, readFileSync } from "node:fs"
import Module from "node:module"
import { dirname, resolve } from "node:path"
import { isMainThread } from "node:worker_threads"
import nodeFlags from "./node-flags.cjs"
import run from "./node-run.cjs"
import sourceFiles from "./source-files.cjs"
import paths from "./typescript-paths.cjs"

/** Lets `require` find what an import in TypeScript means. */
const resolveCommonJs = () => {
  const resolveFilename = Module._resolveFilename
  Module._resolveFilename = function (request, parent, ...rest) {
    try {
      return resolveFilename.call(this, request, parent, ...rest)
    } catch (error) {
      if (error?.code !== "MODULE_NOT_FOUND" || !paths.isRelative(request) || parent?.filename == null) throw error
      const found = paths.sources(resolve(dirname(parent.filename), request)).find((path) => existsSync(path))
      if (found === undefined) throw error
      return found
    }
  }
}

/** Lets `require` and a CommonJS main module take TypeScript, and JavaScript that is written as TypeScript's imports are. */
const compileCommonJs = (flags) => {
  const compile = (module, filename, text) => {
    const source = filename === flags.main ? nodeFlags.applyFlags(text, flags) : text
    module._compile(transformSync(source, sourceFiles.esbuildOptions(filename, source, "cjs")).code, filename)
  }
  for (const extension of [".ts", ".cts", ".mts", ".tsx"])
    Module._extensions[extension] = (module, filename) => compile(module, filename, readFileSync(filename, "utf8"))
  const loadJs = Module._extensions[".js"]
  Module._extensions[".js"] = (module, filename) => {
    if (filename.includes("/node_modules/")) return loadJs(module, filename)
    const text = readFileSync(filename, "utf8")
    return sourceFiles.isLooseModule(filename, text) ? compile(module, filename, text) : loadJs(module, filename)
  }
}

/** Node warns of every `require` of an ES module that a compiled import becomes. */
const requireModulesSilently = () => {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    if (rest[0] !== "ExperimentalWarning" || !/\bES Module\b[^]*\brequire\(\)/.test(String(warning)))
      emitWarning.call(process, warning, ...rest)
  }
}

if (isMainThread && process.argv[1] !== undefined) {
  process.setSourceMapsEnabled(true)
  const data = run.prepare()
  requireModulesSilently()
  resolveCommonJs()
  compileCommonJs(data.flags)
  Module.register(new URL("hooks.mjs", import.meta.url), { data: { ...data, typescript: true } })
}
