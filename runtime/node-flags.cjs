"use strict"
// What the flags of a run change in its Node program: its arguments, or the values of its top-level variables.
// FLAGS_DEST says which: `args` (or unset), `globals`, or `global:NAME`, `dict:NAME` and `namespace:NAME` for one object.

const { realpathSync } = require("node:fs")
const { argsToFlags, decode, splitArgs } = require("./flag-args.cjs")
const { replaceJsValues } = require("./js-top-level.cjs")

const MERGE = "guild.flags"

/** The source of an expression with this value. Maps are parsed, so that a key such as __proto__ stays a key. */
const expressionOf = (value) =>
  typeof value === "number"
    ? Object.is(value, -0)
      ? "-0"
      : String(value)
    : typeof value === "object" && value !== null
      ? `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
      : JSON.stringify(value)

const isContainer = (value) => (typeof value === "object" || typeof value === "function") && value !== null

const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined)

/** Sets one value below a path of names, making objects where there are none. */
const setPath = (target, path, value) => {
  const [name, ...rest] = path
  const set = (item) =>
    Object.defineProperty(target, name, { value: item, writable: true, enumerable: true, configurable: true })
  if (rest.length === 0) return set(value)
  const below = own(target, name)
  const next = isContainer(below) ? below : {}
  if (next !== below) set(next)
  setPath(next, rest, value)
}

/** A function that puts flags into what the script gives a variable; the dots of a flag's name reach deeper. */
const merger = (path, flags) => (assigned) => {
  const target = isContainer(assigned) ? assigned : {}
  for (const [name, value] of flags) setPath(target, [...path, ...name.split(".")], value)
  return target
}

const setGlobal = (name, value) => {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
}

/** What a script gets for a flag: a text without the quotes that keep it a text. Every argument is a text to Node. */
const bare = (arg) => {
  const value = /^['"]/.test(arg) ? decode(arg) : arg
  return typeof value === "string" ? value : arg
}

/** Tells processes that a run's program forks, which preload this too, what its main module and its arguments are. */
const MAIN_ENV = "GUILD_NODE_MAIN"

/** The module that this process begins with, and the run's own arguments for it: none where the run begins with another one. */
const mainOfRun = () => {
  const main = realpathSync(process.argv[1])
  const known = process.env[MAIN_ENV]
  if (known !== undefined) {
    const run = JSON.parse(known)
    return { main, args: run.main === main ? run.args : undefined, isOwn: false }
  }
  const args = process.argv.slice(2)
  process.env[MAIN_ENV] = JSON.stringify({ main, args })
  return { main, args, isOwn: true }
}

/**
 * Takes the flags off the arguments of this process, where it is the run's own. Gives the main module's path, and what its variables
 * become, which is the same in every process that begins with it.
 */
const takeFlags = () => {
  const dest = process.env.FLAGS_DEST || "args"
  const { args, isOwn, main } = mainOfRun()
  if (args === undefined) return { main, isOwn, values: [], merged: undefined }
  const keep = (rest) => (isOwn ? process.argv.splice(2, process.argv.length, ...rest) : [])
  if (dest === "args" || dest.startsWith("args:")) {
    const [base, flagArgs] = splitArgs(args)
    keep([...base, ...flagArgs.map(bare)])
    return { main, isOwn, values: [], merged: undefined }
  }
  const { flags, other } = argsToFlags(args)
  keep(other)
  if (dest === "globals") {
    for (const [name, value] of flags) setGlobal(name, value)
    return { main, isOwn, values: Array.from(flags, ([name, value]) => [name, expressionOf(value)]), merged: undefined }
  }
  const [, kind, target = ""] = /^(global|dict|namespace):(.+)$/.exec(dest) ?? []
  if (kind === undefined) {
    process.stderr.write(
      `guild: unsupported flags dest '${dest}': use args, globals, global:NAME, dict:NAME or namespace:NAME\n`
    )
    process.exit(1)
  }
  const [name, ...path] = target.split(".")
  globalThis[Symbol.for(MERGE)] = merger(path, flags)
  setGlobal(name, merger(path, flags)(undefined))
  return { main, isOwn, values: [], merged: name }
}

/** The main module's source with the flags in it; every line keeps its number. */
const applyFlags = (source, { values, merged }) => {
  const expressions = new Map(values.map(([name, expression]) => [name, () => expression]))
  if (merged !== undefined)
    expressions.set(merged, (original) => `globalThis[Symbol.for(${JSON.stringify(MERGE)})](${original})`)
  return replaceJsValues(source, expressions)
}

const changesMain = ({ values, merged }) => values.length > 0 || merged !== undefined

module.exports = { applyFlags, changesMain, takeFlags }
