import { Effect, Exit, Scope } from "effect"
import { afterAll, beforeAll } from "vitest"
import { bundle } from "../support/bundle.ts"
import { inTerminal } from "../support/inTerminal.ts"
import { suite } from "../suites/ScreenSuite.ts"

/** What a terminal sends for the keys that the suite types. */
const SENT: Readonly<Record<string, string>> = { up: "\u001b[A", "page-down": "\u001b[6~", enter: "\r" }

const scope = Effect.runSync(Scope.make())
let program = ""

beforeAll(async () => {
  program = await Effect.runPromise(Scope.extend(bundle("test/support/screenMain.ts"), scope))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

suite("a real terminal", async (size) => {
  const terminal = inTerminal([process.execPath, program], { cwd: "/", env: {}, ...size })
  return {
    type: (...keys) => terminal.type(keys.map((key) => SENT[key] ?? key).join("")),
    resize: ({ columns, rows }) => terminal.resize(rows, columns),
    shows: (line) => terminal.is(line, (screen) => screen.lines()[0] === line),
    restored: async () => {
      const { lineMode } = await terminal.ended
      const { modes } = terminal.screen
      return lineMode && !terminal.screen.isAlternate() && modes.has("25") && modes.has("7")
    }
  }
})
