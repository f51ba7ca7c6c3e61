import { Effect } from "effect"
import { buildSync } from "esbuild"
import { createHash } from "node:crypto"
import { rmSync } from "node:fs"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../..")

const build = (module: string): string => {
  const name = createHash("md5").update(module).digest("hex").slice(0, 8)
  const outfile = join(root, `node_modules/.cache/guild-test/${name}-${process.pid}.cjs`)
  buildSync({
    entryPoints: [resolve(root, module)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["better-sqlite3", "esbuild"],
    logLevel: "error"
  })
  return outfile
}

/** Makes a program of its own from a module, to be started as `node PATH`, and gives its path. It lasts as long as the scope. */
export const bundle = (module: string) =>
  Effect.acquireRelease(
    Effect.sync(() => build(module)),
    (path) => Effect.sync(() => rmSync(path))
  )
