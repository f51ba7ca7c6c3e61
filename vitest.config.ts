import { fileURLToPath } from "node:url"
import { configDefaults, defineConfig } from "vitest/config"

const source = (file: string) => fileURLToPath(new URL(`src/${file}`, import.meta.url))

/** Rooms whose tests leave nothing behind: all files share a thread, and what they import is loaded once. */
const SHARING = "api|cli|domain|steps|workflows"

/** It sets the time zone, which only a process has. */
const zoned = "test/workflows/FindRuns.test.ts"

export default defineConfig({
  resolve: {
    alias: [
      { find: /^guild-effect$/, replacement: source("index.ts") },
      { find: /^guild-effect\/testing$/, replacement: source("testing.ts") }
    ]
  },
  test: {
    // Processes are real here, and a machine may be busy: a test that hangs is ended, a slow one is not.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    setupFiles: fileURLToPath(new URL("test/support/turns.ts", import.meta.url)),
    pool: "forks",
    poolOptions: { forks: { maxForks: 2, minForks: 1 }, threads: { maxThreads: 1, minThreads: 1, isolate: false } },
    projects: [
      {
        extends: true,
        test: {
          name: "by itself",
          include: [`test/!(${SHARING})/**/*.test.ts`, "test/*.test.ts", zoned]
        }
      },
      {
        extends: true,
        test: {
          name: "sharing",
          include: [`test/@(${SHARING})/**/*.test.ts`],
          exclude: [...configDefaults.exclude, zoned],
          pool: "threads"
        }
      }
    ]
  }
})
