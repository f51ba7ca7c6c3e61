"use strict"
// Preloaded to ask a script for the options that it gives to `parseArgs` of node:util:
// `node --require runtime/ask-parse-args.cjs SCRIPT ANSWER-FILE [ARGS]`. The script runs up to that call, not further.

const { renameSync, writeFileSync } = require("node:fs")
const { syncBuiltinESMExports } = require("node:module")
const util = require("node:util")
const { isMainThread } = require("node:worker_threads")

/** A text that a number would be written as is that number: every default is a text here. `1.10` is rather a version. */
const valueJson = (value) => {
  if (typeof value !== "string") return typeof value === "boolean" ? value : null
  if (/\.[0-9]+0$/.test(value)) return value
  if (/^-?(?:0|[1-9][0-9]*)$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value)
  return /^-?[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?$/.test(value) && /[.e]/.test(value) ? { f: String(Number(value)) } : value
}

/** A switch that is on by itself can only be turned off, by `--no-NAME` where the script allows that. */
const switchAttrs = (name, initial, allowNegative) => {
  if (initial !== true) return [["arg-switch", true]]
  return allowNegative
    ? [
        ["arg-name", `no-${name}`],
        ["arg-switch", false]
      ]
    : [["arg-switch", true]]
}

const attrsOf = (name, option, allowNegative) => {
  const initial = option.default
  if (option.type === "boolean" && !option.multiple)
    return [["default", initial === true], ...switchAttrs(name, initial, allowNegative)]
  return initial === undefined || Array.isArray(initial) ? [] : [["default", valueJson(initial)]]
}

const answer = (file, result) => {
  writeFileSync(`${file}.part`, JSON.stringify(result))
  renameSync(`${file}.part`, file)
}

const intercept = (file) => {
  util.parseArgs = (config = {}) => {
    const flags = Object.entries(config.options ?? {}).map(([name, option]) => [
      name,
      attrsOf(name, option, config.allowNegative === true)
    ])
    answer(file, { flags, warnings: [], modules: [] })
    process.removeAllListeners("exit")
    process.exit(0)
  }
  syncBuiltinESMExports()
  process.on("uncaughtExceptionMonitor", (error) => {
    const frames = String(error?.stack ?? "").split("\n")
    const frame = frames.find((line) => line.includes(`${process.argv[1]}:`)) ?? ""
    const line = /:(\d+)(?::\d+)?\)?$/.exec(frame)
    answer(file, { error: String(error), line: line === null ? null : Number(line[1]) })
  })
  process.on("exit", (code) => {
    if (code === 0) answer(file, { flags: [], warnings: [], modules: [] })
  })
}

if (isMainThread && process.argv[2] !== undefined) intercept(process.argv.splice(2, 1)[0])
