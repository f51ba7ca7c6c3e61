"use strict"
// Which files are compiled before Node takes them, and how.

const { existsSync, readFileSync } = require("node:fs")
const { dirname, join } = require("node:path")
const { isEsModule } = require("./js-top-level.cjs")

/** The `type` of the nearest package.json: `module`, `commonjs` or undefined. */
const packageType = (path) => {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    const file = join(dir, "package.json")
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).type
    if (dirname(dir) === dir) return undefined
  }
}

const isTypeScript = (path) => /\.(?:[cm]?ts|tsx)$/.test(path)

/** JavaScript of a project that is written as an ES module, though its package does not say so: TypeScript takes it as it is. */
const isLooseModule = (path, text) =>
  /\.jsx?$/.test(path) && !path.includes("/node_modules/") && packageType(path) !== "module" && isEsModule(text)

const LOADERS = { ".tsx": "tsx", ".jsx": "jsx", ".js": "js" }

/** What a module knows of itself, where it is compiled to CommonJS. */
const META = {
  define: {
    "import.meta.url": "guildModuleUrl",
    "import.meta.filename": "__filename",
    "import.meta.dirname": "__dirname"
  },
  banner: 'const guildModuleUrl = require("node:url").pathToFileURL(__filename).href'
}

/** What esbuild is told of a file. `format` is `cjs` or `esm`. */
const esbuildOptions = (path, text, format) => ({
  ...(format === "cjs" && text.includes("import.meta") ? META : {}),
  loader: LOADERS[/\.\w+$/.exec(path)?.[0]] ?? "ts",
  format,
  // Names the exports of CommonJS.
  platform: "node",
  target: "node20",
  sourcefile: path,
  sourcemap: "inline",
  logLevel: "silent"
})

module.exports = { esbuildOptions, isLooseModule, isTypeScript, packageType }
