"use strict"
// What Node gives to every CommonJS file and to no ES module, for files that are loaded as modules though their package says CommonJS.

const { jsTopLevel } = require("./js-top-level.cjs")

const NAMES = {
  require: "guildModule.createRequire(import.meta.url)",
  __filename: "guildUrl.fileURLToPath(import.meta.url)",
  __dirname: 'guildUrl.fileURLToPath(new URL(".", import.meta.url)).replace(/(?<=.)\\/$/, "")'
}

/** The text of an ES module in which `require`, `__filename` and `__dirname` are there if it uses them; every line keeps its number. */
const withCommonJsNames = (text) => {
  const declared = new Set(jsTopLevel(text).map(({ name }) => name))
  const used = Object.entries(NAMES).filter(
    ([name]) => !declared.has(name) && new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(text)
  )
  if (used.length === 0) return text
  const start = text.startsWith("#!") ? text.indexOf("\n") + 1 || text.length : 0
  const given = [
    'import guildModule from "node:module"',
    'import guildUrl from "node:url"',
    ...used.map(([name, value]) => `const ${name} = ${value}`)
  ]
  return `${text.slice(0, start)}${given.join("; ")}; ${text.slice(start)}`
}

module.exports = { withCommonJsNames }
