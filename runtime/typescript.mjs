// Preloaded into the Node program of a run whose script is TypeScript: `node --import runtime/typescript.mjs SCRIPT ...`.
// Types are taken off while a module is loaded, by esbuild; nothing is written, and stack traces name the script's own lines.
import { transformSync } from "esbuild"
import { readFileSync } from "node:fs"
import Module from "node:module"
import { isMainThread } from "node:worker_threads"
import nodeFlags from "./node-flags.cjs"
import run from "./node-run.cjs"

/** Lets `require` and a CommonJS main module take TypeScript. */
const compileCommonJs = (flags) => {
  for (const extension of [".ts", ".cts", ".tsx"])
    Module._extensions[extension] = (module, filename) => {
      const text = readFileSync(filename, "utf8")
      const source = filename === flags.main ? nodeFlags.applyFlags(text, flags) : text
      const { code } = transformSync(source, {
        loader: extension === ".tsx" ? "tsx" : "ts",
        format: "cjs",
        target: "node20",
        sourcefile: filename,
        sourcemap: "inline"
      })
      module._compile(code, filename)
    }
}

if (isMainThread && process.argv[1] !== undefined) {
  process.setSourceMapsEnabled(true)
  const data = run.prepare()
  compileCommonJs(data.flags)
  Module.register(new URL("hooks.mjs", import.meta.url), { data: { ...data, typescript: true } })
}
