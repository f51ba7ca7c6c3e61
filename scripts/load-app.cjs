"use strict"
// Part of dist/guild.cjs: loads dist/app.cjs, which holds everything but help and the reading of command lines.

const loadBundle = require("./load-bundle.cjs")

const command = () => process.argv.slice(2).find((word) => /^[a-z]+$/.test(word)) ?? "none"

let app
module.exports = (key) => {
  app ??= loadBundle("app.cjs", command())
  return app.modules[key]()
}
