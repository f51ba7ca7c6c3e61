// Bundles the command line into dist/guild.cjs and the library into dist/index.mjs.
import { build } from "esbuild"
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs"

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
const root = new URL("..", import.meta.url).pathname

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

const shared = {
  plugins: [withoutBarrels],
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  // Native or self-locating packages stay outside the bundle and are loaded where they are used.
  external: ["better-sqlite3", "esbuild"],
  define: { __GUILD_VERSION__: JSON.stringify(version) },
  legalComments: "none",
  logLevel: "warning",
  minifySyntax: true,
  minifyWhitespace: true
}

rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true })

const cli = await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/guild.cjs",
  format: "cjs",
  metafile: true,
  banner: { js: "#!/usr/bin/env node" }
})
chmodSync(new URL("../dist/guild.cjs", import.meta.url), 0o755)

await build({
  ...shared,
  entryPoints: ["src/index.ts"],
  outfile: "dist/index.mjs",
  format: "esm",
  packages: "external"
})

if (process.argv.includes("--meta"))
  writeFileSync(new URL("../dist/meta.json", import.meta.url), JSON.stringify(cli.metafile))
