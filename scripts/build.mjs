// Bundles the command line into dist/guild.cjs, dist/app.cjs and dist/yaml.cjs, and the library into dist/index.mjs.
import { build } from "esbuild"
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
const root = fileURLToPath(new URL("..", import.meta.url))

const FUNCTION_MODULE = new Set(["absurd", "flow", "hole", "identity", "pipe", "unsafeCoerce"])

/**
 * `import { Effect } from "effect"` names a barrel. Modules that are loaded lazily keep a barrel whole, so that starting would
 * evaluate all of the library: each name is imported from its own module instead.
 */
const withoutBarrels = {
  name: "without-barrels",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8").replace(
        /^import \{([^}]*)\} from "(effect|@effect\/cli|@effect\/platform|@effect\/sql-sqlite-node)"/gm,
        (_, names, from) =>
          names
            .split(",")
            .map((name) => name.trim())
            .filter((name) => name !== "")
            .map((name) => {
              if (name.startsWith("type ")) return `import type { ${name.slice(5)} } from "${from}"`
              const [imported, local = imported] = name.split(/\s+as\s+/)
              return FUNCTION_MODULE.has(imported)
                ? `import { ${name} } from "effect/Function"`
                : `import * as ${local} from "${from}/${imported}"`
            })
            .join("; ")
      )
    }))
  }
}

/** The part of better-sqlite3 that is no JavaScript, where the package builds it. */
const SQLITE_ADDON = "better-sqlite3/build/Release/better_sqlite3.node"

const shared = {
  plugins: [withoutBarrels],
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  // Native or self-locating packages stay outside the bundle and are loaded where they are used; the app has the JavaScript of SQLite.
  external: ["better-sqlite3", "esbuild"],
  define: { __GUILD_VERSION__: JSON.stringify(version) },
  // In the bundle a module's place is __filename; sources that run unbundled ask import.meta.
  logOverride: { "empty-import-meta": "silent" },
  legalComments: "none",
  logLevel: "warning",
  charset: "ascii",
  minify: true
}

/** What guild takes from the YAML library; its build for browsers asks no variables of the environment what to print. */
const YAML_LIBRARY = `export { Composer, Lexer, Parser, isAlias, isMap, isScalar } from "${join(root, "node_modules/yaml/browser/dist/index.js")}"`

/** A module that evaluates `load` when one of its names is first used. */
const getters = (names, load) => `let library
  const load = () => (library ??= ${load})
  module.exports = { ${names.map((name) => `get ${name}() { return load().${name} }`).join(", ")} }`

/**
 * The YAML library is large, and most commands meet no YAML that needs it: importing it brings getters, and the first use of one
 * evaluates `load`.
 */
const yamlOnFirstUse = (load) => ({
  name: "yaml-on-first-use",
  setup: ({ onResolve, onLoad }) => {
    const names = YAML_LIBRARY.match(/\{ (.*) \}/)[1].split(", ")
    onResolve({ filter: /^yaml$/ }, () => ({ path: "yaml", namespace: "on-first-use" }))
    onLoad({ filter: /.*/, namespace: "on-first-use" }, () => ({
      contents: getters(names, load),
      resolveDir: join(root, "scripts")
    }))
    onResolve({ filter: /^yaml-library$/ }, ({ path }) => ({ path, namespace: "yaml-library" }))
    onLoad({ filter: /.*/, namespace: "yaml-library" }, () => ({ contents: YAML_LIBRARY, resolveDir: root }))
  }
})

/** Modules of Node that take long to load, and that few commands come to use. */
const HEAVY_BUILTINS = [
  "child_process",
  "crypto",
  "net",
  "stream",
  "stream/promises",
  "tty",
  "worker_threads",
  "zlib"
].map((name) => `node:${name}`)

/** Importing one of Node's heavy modules brings getters, as it does with the YAML library. */
const builtinsOnFirstUse = {
  name: "builtins-on-first-use",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^node:/ }, ({ namespace, path }) =>
      HEAVY_BUILTINS.includes(path) && namespace !== "builtin" ? { path, namespace: "builtin" } : undefined
    )
    onLoad({ filter: /.*/, namespace: "builtin" }, async ({ path }) => ({
      contents: getters(Object.keys(await import(path)), `require("${path}")`)
    }))
  }
}

/**
 * What Effect finds out when it is loaded and guild has no use for. It asks whether a call shows in a stack trace, for which V8
 * counts the lines of the whole bundle: in the V8 of every Node that guild runs on it does. And it asks what standard output is,
 * for a logger that guild does without: Node makes a stream of it then. Its clock counts by `process.hrtime`.
 */
const ANSWERED = [
  [
    "Utils.js",
    'standard.effect_internal_function(() => new Error().stack)?.includes("effect_internal_function") === true',
    "true"
  ],
  ["internal/clock.js", 'typeof performance === "undefined"', "true"],
  [
    "internal/logger.js",
    'typeof process === "object" && process !== null && typeof process.stdout === "object"',
    "false"
  ]
]
const answeredAtBuild = {
  name: "answered-at-build",
  setup: ({ onLoad }) => {
    for (const [file, question, answer] of ANSWERED) {
      const path = join(root, "node_modules/effect/dist/esm", file)
      onLoad({ filter: new RegExp(`^${path.replace(/[.\\]/g, "\\$&")}$`) }, () => {
        const source = readFileSync(path, "utf8")
        if (!source.includes(question)) throw new Error(`${path} does not ask any more: ${question}`)
        return { contents: source.replace(question, answer) }
      })
    }
  }
}

/**
 * The JavaScript of better-sqlite3 goes into the app and is compiled with it; its addon is required by its place, not looked for in a dozen.
 */
const sqliteInApp = {
  name: "sqlite-in-app",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^bindings$/ }, ({ path }) => ({ path, namespace: "addon" }))
    onLoad({ filter: /.*/, namespace: "addon" }, () => ({
      contents: `module.exports = () => require("${SQLITE_ADDON}")`,
      resolveDir: root
    }))
  }
}

/** Makes a bundle what `load-bundle.cjs` loads. */
const wrapped = {
  banner: { js: "(function(exports,require,module,__filename,__dirname){" },
  footer: { js: "})" }
}

const dist = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url))

/** Modules that the command line loads when it needs them; they make up the app. */
const lazy = new Set()

/** Leaves modules that are imported lazily to the app, which `load-app.cjs` loads on first use. */
const lazyModules = {
  name: "lazy-modules",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === "dynamic-import" ? { path: resolve(resolveDir, path), namespace: "lazy" } : undefined
    )
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path }) => {
      lazy.add(path)
      const key = JSON.stringify(relative(root, path))
      return { contents: `module.exports = require("./load-app.cjs")(${key})`, resolveDir: join(root, "scripts") }
    })
  }
}

rmSync(dist(""), { recursive: true, force: true })

await build({
  ...shared,
  plugins: [lazyModules, withoutBarrels],
  entryPoints: ["src/cli/main.ts"],
  outfile: dist("guild.cjs"),
  format: "cjs",
  banner: { js: "#!/usr/bin/env node" }
})
chmodSync(dist("guild.cjs"), 0o755)

const app = await build({
  ...shared,
  plugins: [
    withoutBarrels,
    answeredAtBuild,
    builtinsOnFirstUse,
    sqliteInApp,
    yamlOnFirstUse(`require("./load-bundle.cjs")("yaml.cjs", "yaml")`)
  ],
  external: [SQLITE_ADDON, "esbuild"],
  stdin: {
    contents: `export const modules = {
      ${[...lazy].map((path) => `${JSON.stringify(relative(root, path))}: () => require(${JSON.stringify(path)})`).join(",\n      ")}
    }`,
    resolveDir: root
  },
  ...wrapped,
  outfile: dist("app.cjs"),
  format: "cjs",
  metafile: true
})

await build({
  ...shared,
  stdin: { contents: YAML_LIBRARY, resolveDir: root },
  ...wrapped,
  outfile: dist("yaml.cjs"),
  format: "cjs"
})

await build({
  ...shared,
  plugins: [withoutBarrels, yamlOnFirstUse(`require("yaml-library")`)],
  entryPoints: ["src/index.ts", "src/testing.ts"],
  outdir: dist(""),
  outExtension: { ".js": ".mjs" },
  // Both share what they have in common, so that a tag or an error is the same in either.
  splitting: true,
  chunkNames: "lib-[hash]",
  format: "esm",
  // A program that uses the library shares its Effect.
  external: [...shared.external, "effect", "effect/*"]
})

if (process.argv.includes("--meta")) writeFileSync(dist("meta.json"), JSON.stringify(app.metafile))
