"use strict"
// Part of dist/guild.cjs and dist/app.cjs: loads another bundle beside them, which build.mjs has wrapped in a function.
//
// Compiling a bundle is most of what loading it costs, so V8's code cache of it is kept in the user's cache directory, one file
// for each use (each compiles functions of its own) and build. A cache that is missing, damaged or of another V8 is made anew
// when the process exits; it can be deleted at any moment.

const { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } = require("node:fs")
const { statSync, writeSync } = require("node:fs")
const Module = require("node:module")
const { homedir } = require("node:os")
const { dirname, join } = require("node:path")
const { Script } = require("node:vm")

const attempt = (act) => {
  try {
    return act()
  } catch {
    return undefined
  }
}

/** FNV-1a. Node's own digests take longer to load than the cache saves. */
const hash = (text) => {
  let sum = 0x811c9dc5
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193)
  return (sum >>> 0).toString(16)
}

const cacheFile = (file, use) => {
  const { mtimeMs, size } = statSync(file)
  const build = `${hash(`${file} ${mtimeMs} ${process.version} ${process.arch}`)}-${size}`
  const root = process.env.XDG_CACHE_HOME || join(homedir(), ".cache")
  return join(root, "guild-effect", `${build}-${use}.bin`)
}

const HEADER_BYTES = 16
const MAGIC = 0x676c6463

/** So many words are passed over for each that is summed: every block that a disk writes has some. */
const STRIDE = 31

/** What stands before a cache: V8 looks at the beginning of it and at its length, and believes the rest. */
const headerOf = (data) => {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
  let sum = 0
  for (let i = 0; i < words.length; i += STRIDE) sum = (Math.imul(sum, 31) + words[i]) | 0
  return Buffer.from(Int32Array.of(MAGIC, data.length, sum, 0).buffer)
}

const readCache = (file) => {
  const bytes = attempt(() => readFileSync(file))
  if (bytes === undefined || bytes.length <= HEADER_BYTES || bytes.byteOffset % 4 !== 0) return undefined
  const data = bytes.subarray(HEADER_BYTES)
  return headerOf(data).equals(bytes.subarray(0, HEADER_BYTES)) ? data : undefined
}

/** The file is whole on the disk before it has its name. */
const writeCache = (file, script) => {
  const data = script.createCachedData()
  const whole = `${file}.${process.pid}`
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true })
    const fd = openSync(whole, "w", 0o600)
    try {
      for (const part of [headerOf(data), data])
        for (let done = 0; done < part.length;) done += writeSync(fd, part, done)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(whole, file)
    return true
  }) ?? attempt(() => rmSync(whole, { force: true }))
}

/** What a bundle exports; `use` names what it is loaded for. */
module.exports = (name, use) => {
  const file = join(__dirname, name)
  const cache = cacheFile(file, use)
  const cachedData = readCache(cache)
  // Bundles are ASCII, which Latin-1 reads without decoding.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData })
  if (cachedData === undefined || script.cachedDataRejected) process.once("exit", () => writeCache(cache, script))
  const bundle = new Module(file, module)
  bundle.filename = file
  bundle.paths = Module._nodeModulePaths(__dirname)
  script.runInThisContext().call(bundle.exports, bundle.exports, Module.createRequire(file), bundle, file, __dirname)
  return bundle.exports
}
