"use strict"
// Part of dist/guild.cjs: loads dist/app.cjs, which holds everything but help and the reading of command lines.
//
// Compiling the app is most of what starting costs, so V8's code cache of it is kept in the user's cache directory, one file
// for each command (each compiles functions of its own) and build. A cache that is missing, damaged or of another V8 is made
// anew when the process exits; it can be deleted at any moment.

const { createHash } = require("node:crypto")
const { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs")
const Module = require("node:module")
const { homedir } = require("node:os")
const { dirname, join } = require("node:path")
const { Script } = require("node:vm")

const DIGEST_LENGTH = 16

const digestOf = (bytes) => createHash("md5").update(bytes).digest()

const attempt = (act) => {
  try {
    return act()
  } catch {
    return undefined
  }
}

const cacheFile = (appFile) => {
  const { mtimeMs, size } = statSync(appFile)
  const command = process.argv.slice(2).find((word) => /^[a-z]+$/.test(word)) ?? "none"
  const build = digestOf(`${appFile} ${mtimeMs} ${size} ${process.version} ${process.arch}`)
    .toString("hex")
    .slice(0, 12)
  const root = process.env.XDG_CACHE_HOME || join(homedir(), ".cache")
  return join(root, "guild-effect", `${build}-${command}.bin`)
}

const readCache = (file) => {
  const bytes = attempt(() => readFileSync(file))
  if (bytes === undefined || bytes.length <= DIGEST_LENGTH) return undefined
  const data = bytes.subarray(DIGEST_LENGTH)
  return digestOf(data).equals(bytes.subarray(0, DIGEST_LENGTH)) ? data : undefined
}

const writeCache = (file, script) => {
  const data = script.createCachedData()
  const whole = `${file}.${process.pid}`
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(whole, Buffer.concat([digestOf(data), data]), { mode: 0o600 })
    renameSync(whole, file)
  }) ?? attempt(() => rmSync(whole, { force: true }))
}

const load = () => {
  const appFile = join(__dirname, "app.cjs")
  const file = cacheFile(appFile)
  const cachedData = readCache(file)
  // The bundle is ASCII, which Latin-1 reads without decoding.
  const script = new Script(Module.wrap(readFileSync(appFile, "latin1")), { filename: appFile, cachedData })
  if (cachedData === undefined || script.cachedDataRejected) process.once("exit", () => writeCache(file, script))
  const app = new Module(appFile, module)
  app.filename = appFile
  app.paths = Module._nodeModulePaths(__dirname)
  script.runInThisContext().call(app.exports, app.exports, Module.createRequire(appFile), app, appFile, __dirname)
  return app.exports
}

let app
module.exports = (key) => {
  app ??= load()
  return app.modules[key]()
}
