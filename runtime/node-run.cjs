"use strict"
// What every Node program of a run needs before its main module is loaded.

const Module = require("node:module")
const { existsSync } = require("node:fs")
const { delimiter, dirname, join } = require("node:path")
const { pathToFileURL } = require("node:url")
const { takeFlags } = require("./node-flags.cjs")
const { takeDashes } = require("./parse-args.cjs")

/** The directories of installed packages that the project sees; its snapshot in the run directory does not. */
const packageDirs = (projectDir) => {
  const found = []
  for (let dir = projectDir; ; dir = dirname(dir)) {
    if (existsSync(join(dir, "node_modules"))) found.push(join(dir, "node_modules"))
    if (dirname(dir) === dir) return found
  }
}

const findProjectPackages = () => {
  const projectDir = process.env.PROJECT_DIR
  const dirs = projectDir === undefined || projectDir === "" ? [] : packageDirs(projectDir)
  if (dirs.length === 0) return undefined
  process.env.NODE_PATH = [process.env.NODE_PATH, ...dirs].filter(Boolean).join(delimiter)
  Module._initPaths()
  return pathToFileURL(join(projectDir, "package.json")).href
}

/** Prepares this process; gives what the module hooks have to know. */
const prepare = () => {
  const flags = takeFlags()
  if (flags.isOwn) takeDashes()
  return { flags, mainUrl: pathToFileURL(flags.main).href, projectUrl: findProjectPackages() }
}

module.exports = { prepare }
