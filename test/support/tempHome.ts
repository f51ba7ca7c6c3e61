import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { PATIENCE_MS } from "./patience.ts"

/** A new directory to be a Guild home until the scope closes. */
export const tempHome = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "guild-home-"))),
  (home) => Effect.sync(() => rmSync(home, { recursive: true, force: true }))
)

/** Goes on when the file system's clock has: a change made now has another time than any made before. */
export const nextFileTime = (dir: string): void => {
  const probe = join(dir, `.probe-${process.pid}`)
  const now = (): number => {
    writeFileSync(probe, "")
    return statSync(probe).ctimeMs
  }
  const before = now()
  const deadline = performance.now() + PATIENCE_MS
  while (now() === before) if (performance.now() > deadline) throw new Error("the file system's clock stands still")
  rmSync(probe)
}
