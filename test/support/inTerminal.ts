import { spawn } from "node:child_process"
import { join, resolve } from "node:path"
import { until } from "./until.ts"
import { PATIENCE_MS } from "./patience.ts"
import { TerminalScreen } from "./terminalScreen.ts"

const driver = join(resolve(import.meta.dirname), "in_pty.py")

/** The private mode that is on while a frame is being sent. */
const UPDATING = "2026"

export interface InTerminalOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly rows?: number
  readonly columns?: number
}

/** A program in a terminal of its own, whose screen can be read. */
export interface InTerminal {
  readonly screen: TerminalScreen
  readonly type: (keys: string) => void
  readonly resize: (rows: number, columns: number) => void
  readonly signal: (number: number) => void
  /** Takes the terminal away, as closing its window does. */
  readonly hangUp: () => void
  /** Waits until the screen shows a text, and gives all of it. */
  readonly shows: (wanted: string | RegExp) => Promise<string>
  readonly is: (what: string, look: (screen: TerminalScreen) => boolean) => Promise<void>
  /** The exit code, and whether the terminal was left reading lines. */
  readonly ended: Promise<{ readonly code: number | null; readonly lineMode: boolean }>
  readonly kill: () => void
}

/** Starts a program in a terminal. What it sends that no terminal of ours knows is told by `ended` and `shows` failing. */
export const inTerminal = (argv: readonly [string, ...Array<string>], options: InTerminalOptions): InTerminal => {
  const [rows, columns] = [options.rows ?? 12, options.columns ?? 130]
  const screen = new TerminalScreen(rows, columns)
  const child = spawn("python3", [driver, String(rows), String(columns), ...argv], {
    cwd: options.cwd,
    env: { ...process.env, TERM: "xterm-256color", COLUMNS: undefined, LINES: undefined, ...options.env },
    stdio: ["pipe", "pipe", "pipe"]
  })
  let [problem, said]: [unknown, string] = [undefined, ""]
  let closed = false
  child.once("close", () => {
    closed = true
  })
  child.stdin.on("error", () => undefined)
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    try {
      screen.feed(chunk)
    } catch (cause) {
      problem ??= cause
    }
  })
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk))
  const tell = (what: unknown): void => void child.stdin.write(`${JSON.stringify(what)}\n`)
  const look = (what: string, test: () => boolean) =>
    until(
      what,
      () => {
        if (problem !== undefined) throw problem
        // Half a frame is not what anybody sees.
        if (!screen.modes.has(UPDATING) && test()) return true
        if (closed) throw new Error(`the program ended before ${what}`)
        return false
      },
      PATIENCE_MS
    ).catch((cause: unknown) => {
      child.kill()
      throw new Error(`${String(cause)}; the screen shows:\n${screen.text()}\n${said}`)
    })
  return {
    screen,
    type: (keys) => tell({ keys }),
    resize: (height, width) => {
      screen.resize(height, width)
      tell({ size: [height, width] })
    },
    signal: (number) => tell({ signal: number }),
    hangUp: () => tell({ "hang-up": true }),
    shows: async (wanted) => {
      await look(String(wanted), () =>
        typeof wanted === "string" ? screen.text().includes(wanted) : wanted.test(screen.text())
      )
      return screen.text()
    },
    is: async (what, test) => {
      await look(what, () => test(screen))
    },
    ended: new Promise((done, fail) =>
      child.once("close", (code) =>
        problem === undefined ? done({ code, lineMode: said.includes("line mode") }) : fail(problem)
      )
    ),
    kill: () => void child.kill()
  }
}
