"use strict"
// What an import in TypeScript may mean besides what it says.

const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"]

/** Other spellings of a relative import, most likely first: `./a.js` is a.ts, and `./a` is a.ts or a.js. */
const sources = (specifier) => [
  ...(/\.[cm]?jsx?$/.test(specifier)
    ? [specifier.replace(/\.([cm]?)js(x?)$/, ".$1ts$2"), specifier.replace(/\.jsx?$/, ".tsx")]
    : []),
  ...ENDINGS.map((ending) => specifier.replace(/\/$/, "") + ending)
]

const isRelative = (specifier) => /^\.{0,2}\//.test(specifier) || /^\.{1,2}$/.test(specifier)

module.exports = { isRelative, sources }
