import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Layer } from "effect"
import { afterAll } from "vitest"
import { layer as layerTfevents } from "../../../src/layers/ScalarLogTfevents.ts"
import { testHost } from "../../support/testHost.ts"

/** Event files as process 42 of the host writes them. */
export const layerOn = (hostName: string) => Layer.provide(layerTfevents, testHost({ hostName, pid: 42 }))

export const layer = layerOn("box")

/** Makes new run directories, with directories in them, that go when the test file is over. */
export const makeDirectories = () => {
  const base = mkdtempSync(join(tmpdir(), "guild-scalars-"))
  afterAll(() => {
    rmSync(base, { recursive: true, force: true })
  })
  return (...inner: ReadonlyArray<string>): string => {
    const run = mkdtempSync(join(base, "run-"))
    for (const name of inner) mkdirSync(join(run, name), { recursive: true })
    return run
  }
}
