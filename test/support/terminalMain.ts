import { Cause, Effect, Exit } from "effect"
import { layer as processes } from "../../src/layers/ProcessesNode.ts"
import { layer as terminalLayer } from "../../src/layers/TerminalNode.ts"
import { Processes } from "../../src/services/Processes.ts"
import { Terminal } from "../../src/services/Terminal.ts"

const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]))

/** What the program does, by its first argument. */
const acts: Readonly<Record<string, (n: number) => Effect.Effect<unknown, unknown, Processes | Terminal>>> = {
  messages: () =>
    Effect.gen(function* () {
      const terminal = yield* Terminal
      yield* terminal.out(terminal.style("out", "bold", "red"))
      yield* terminal.err("err")
      yield* terminal.warn("careful")
      yield* terminal.info("going")
      terminal.write(Uint8Array.of(0x72, 0x61, 0x77, 0xff, 0x0a), 0)
      terminal.write(Uint8Array.of(0x45, 0x0a), 1)
      yield* terminal.out(`${terminal.isTerminal} ${terminal.canAsk} ${terminal.columns}`)
    }),
  lines: (n) =>
    Effect.gen(function* () {
      const terminal = yield* Terminal
      for (let line = 1; line <= n; line += 1) yield* terminal.out(`line ${line}`)
      yield* terminal.err("to the end")
    }),
  raw: (n) =>
    Effect.gen(function* () {
      const terminal = yield* Terminal
      for (let line = 1; line <= n; line += 1) terminal.write(Buffer.from(`line ${line}\n`), 0)
      yield* terminal.err("to the end")
    }),
  ask: () =>
    Effect.gen(function* () {
      const terminal = yield* Terminal
      yield* terminal.err(`answer: ${JSON.stringify((yield* terminal.ask("Continue? (Y/n) ")) ?? null)}`)
      yield* terminal.err(`next: ${JSON.stringify((yield* terminal.ask("More? ")) ?? null)}`)
      yield* (yield* Processes).foreground({ argv: ["cat"], cwd: "/", env })
    }),
  page: () => Effect.flatMap(Terminal, (terminal) => terminal.page("one\ntwo"))
}

const [name = "", n = "0"] = process.argv.slice(2)
const act = acts[name]?.(Number(n)) ?? Effect.die(new Error(`no act '${name}'`))
// Heard before anything is shown, for whoever sees it may press Ctrl-C.
process.once("SIGINT", () => fiber.unsafeInterruptAsFork(fiber.id()))
const fiber = Effect.runFork(act.pipe(Effect.provide(terminalLayer), Effect.provide(processes)))
fiber.addObserver((exit) => {
  if (Exit.isFailure(exit) && !Cause.isInterruptedOnly(exit.cause)) process.stderr.write(Cause.pretty(exit.cause))
  process.exit(Exit.isSuccess(exit) ? 0 : Cause.isInterruptedOnly(exit.cause) ? 130 : 1)
})
