"use strict"
// `parseArgs` of node:util takes no value that begins with a dash as an argument of its own, since a user may have forgotten the
// value. Guild forgets none: what follows an option on the command line of a run is its value, be it `-0.3`.

const { syncBuiltinESMExports } = require("node:module")
const util = require("node:util")

/** The same arguments, with `--name -value` as `--name=-value` for options that take a value. */
const joinValues = (args, options) => {
  const end = args.includes("--") ? args.indexOf("--") : args.length
  const joined = []
  for (let i = 0; i < args.length; i++) {
    const arg = String(args[i])
    const takesValue = i + 1 < end && arg.startsWith("--") && options[arg.slice(2)]?.type === "string"
    if (takesValue && String(args[i + 1]).startsWith("-")) joined.push(`${arg}=${args[++i]}`)
    else joined.push(args[i])
  }
  return joined
}

const takeDashes = () => {
  const parseArgs = util.parseArgs
  util.parseArgs = (config = {}) =>
    parseArgs({ ...config, args: joinValues([...(config.args ?? process.argv.slice(2))], config.options ?? {}) })
  syncBuiltinESMExports()
}

module.exports = { joinValues, takeDashes }
