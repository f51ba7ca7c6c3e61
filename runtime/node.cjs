"use strict"
// Preloaded into the Node program of a run: `node --require runtime/node.cjs SCRIPT [ARGS] [--] FLAGS`.
// The script itself is Node's main module, so its stack traces, `require.main` and `import.meta` are as without guild.

const Module = require("node:module")
const { join } = require("node:path")
const { pathToFileURL } = require("node:url")
const { isMainThread } = require("node:worker_threads")
const { applyFlags, changesMain } = require("./node-flags.cjs")
const { prepare } = require("./node-run.cjs")

/** Puts the flags into a main module that Node compiles as CommonJS. */
const rewriteCommonJs = (flags) => {
  const compile = Module.prototype._compile
  Module.prototype._compile = function (content, filename, ...rest) {
    if (filename !== flags.main) return compile.call(this, content, filename, ...rest)
    Module.prototype._compile = compile
    return compile.call(this, applyFlags(content, flags), filename, ...rest)
  }
}

if (process.argv[1] !== undefined && isMainThread) {
  const data = prepare()
  if (changesMain(data.flags)) rewriteCommonJs(data.flags)
  if (changesMain(data.flags) || data.projectUrl !== undefined)
    Module.register(pathToFileURL(join(__dirname, "hooks.mjs")), { data })
}
