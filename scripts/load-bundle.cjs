"use strict"
// Part of dist/guild.cjs and dist/app.cjs: loads another bundle beside them.
//
// Compiling a bundle is most of what loading it costs, so V8's code cache of it is kept in the user's cache directory, one file
// for each use (each compiles functions of its own) and build. A cache that is missing, damaged or of another V8 is made anew
// when the process exits; it can be deleted at any moment.

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

const cacheFile = (file, use) => {
  const { mtimeMs, size } = statSync(file)
  const build = digestOf(`${file} ${mtimeMs} ${size} ${process.version} ${process.arch}`).toString("hex").slice(0, 12)
  const root = process.env.XDG_CACHE_HOME || join(homedir(), ".cache")
  return join(root, "guild-effect", `${build}-${use}.bin`)
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

/** What a bundle exports; `use` names what it is loaded for. */
module.exports = (name, use) => {
  const file = join(__dirname, name)
  const cache = cacheFile(file, use)
  const cachedData = readCache(cache)
  // Bundles are ASCII, which Latin-1 reads without decoding.
  const script = new Script(Module.wrap(readFileSync(file, "latin1")), { filename: file, cachedData })
  if (cachedData === undefined || script.cachedDataRejected) process.once("exit", () => writeCache(cache, script))
  const bundle = new Module(file, module)
  bundle.filename = file
  bundle.paths = Module._nodeModulePaths(__dirname)
  script.runInThisContext().call(bundle.exports, bundle.exports, Module.createRequire(file), bundle, file, __dirname)
  return bundle.exports
}
