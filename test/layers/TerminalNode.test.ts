import { resolve } from "node:path"
import { describe, expect, layer as provided } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { layer as processes } from "../../src/layers/ProcessesNode.ts"
import { Processes } from "../../src/services/Processes.ts"
import { bundle } from "../support/bundle.ts"
import { PATIENCE_MS } from "../support/patience.ts"

const inTerminal = resolve(import.meta.dirname, "../../fixtures/processes/in-terminal.py")

/** Path of a program that uses the terminal; see test/support/terminalMain.ts. */
class Program extends Context.Tag("test/TerminalProgram")<Program, string>() {}

const setup = Layer.merge(processes, Layer.scoped(Program, bundle("test/support/terminalMain.ts")))

interface Options {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

const run = (argv: readonly [string, ...Array<string>], { env = {}, input = "" }: Options = {}) =>
  Effect.flatMap(Processes, (service) =>
    service.capture({
      argv,
      cwd: "/",
      env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", ...env },
      stdin: "ignore",
      input,
      timeoutMs: PATIENCE_MS
    })
  )

/** The program in pipes; `{}` in a script stands for it. */
const piped = (args: ReadonlyArray<string>, options?: Options) =>
  Effect.flatMap(Program, (program) => run([process.execPath, program, ...args], options))

const script = (text: string) =>
  Effect.flatMap(Program, (program) =>
    run(["bash", "--norc", "-c", text.replaceAll("{}", `'${process.execPath}' '${program}'`)])
  )

/** The program in a terminal, where keys are typed when a prompt is shown. */
const shown = (
  args: ReadonlyArray<string>,
  options: Options & { readonly prompt?: string; readonly keys?: string } = {}
) =>
  Effect.flatMap(Program, (program) =>
    run(["python3", inTerminal, options.prompt ?? "?", options.keys ?? "", process.execPath, program, ...args], options)
  )

provided(setup, { excludeTestServices: true })("the terminal", (it) => {
  describe("in pipes", () => {
    it.effect("keeps output, messages and raw bytes on their streams, without colours", () =>
      Effect.gen(function* () {
        const { stderr, stdout } = yield* piped(["messages"])
        expect(stdout).toBe("out\nraw\ufffd\nfalse false 80\n")
        expect(stderr).toBe("err\nWARNING: careful\nINFO: [guild] going\nE\n")
      })
    )

    it.effect("takes its width from COLUMNS", () =>
      Effect.gen(function* () {
        expect((yield* piped(["messages"], { env: { COLUMNS: "132" } })).stdout).toContain(" 132\n")
        expect((yield* piped(["messages"], { env: { COLUMNS: "wide" } })).stdout).toContain(" 80\n")
      })
    )

    it.effect("loses nothing when the process exits behind the last line", () =>
      Effect.gen(function* () {
        const { stdout } = yield* script("{} lines 50000 | (sleep 0.2; tail -n 1)")
        expect(stdout).toBe("line 50000\n")
      })
    )

    it.effect("ends a command quietly when its reader goes away", () =>
      Effect.gen(function* () {
        const { stderr, stdout } = yield* script("{} lines 100000 | head -n 1; echo ${PIPESTATUS[0]}")
        expect(stdout).toBe("line 1\n130\n")
        expect(stderr).toBe("")
      })
    )

    it.effect("lets a run go on when the reader of its output goes away", () =>
      Effect.gen(function* () {
        const { stderr, stdout } = yield* script("{} raw 100000 | head -n 1; echo ${PIPESTATUS[0]}")
        expect(stdout).toBe("line 1\n0\n")
        expect(stderr).toBe("to the end\n")
      })
    )

    it.effect("does without streams that are closed or full", () =>
      Effect.gen(function* () {
        expect((yield* script("{} raw 10 >&- 2>&-")).exitStatus).toBe(0)
        const full = "WARNING: cannot write to standard output: Error: ENOSPC: no space left on device, write\n"
        expect(yield* script("{} raw 10 > /dev/full")).toMatchObject({ exitStatus: 0, stderr: `${full}to the end\n` })
        expect(yield* script("{} lines 10 > /dev/full")).toMatchObject({ exitStatus: 130, stderr: full })
      })
    )

    it.effect("reads an answer and leaves what follows it for others", () =>
      Effect.gen(function* () {
        const { stderr, stdout } = yield* piped(["ask"], { input: "y\r\nno\nleft\nover" })
        expect(stderr).toBe('answer: "y"\nnext: "no"\n')
        expect(stdout).toBe("Continue? (Y/n) More? left\nover")
      })
    )

    it.effect("knows the end of input, and a last answer without a newline", () =>
      Effect.gen(function* () {
        expect((yield* piped(["ask"])).stderr).toBe("answer: null\nnext: null\n")
        expect((yield* piped(["ask"], { input: "jä" })).stderr).toBe('answer: "jä"\nnext: null\n')
        expect((yield* script("{} ask <&- 2>&1")).stdout).toContain("answer: null\n")
      })
    )

    it.effect("pages nothing", () =>
      Effect.gen(function* () {
        expect((yield* piped(["page"], { env: { PAGER: "false" } })).stdout).toBe("one\ntwo\n")
      })
    )
  })

  describe("on a terminal", () => {
    it.effect("paints", () =>
      Effect.gen(function* () {
        const { stdout } = yield* shown(["messages"], { env: { COLUMNS: "99" } })
        expect(stdout).toContain("\u001b[1m\u001b[31mout\u001b[39m\u001b[22m\n")
        expect(stdout).toContain("\u001b[33mWARNING: careful\u001b[39m\n")
        expect(stdout).toContain("INFO: [guild] going\n")
        expect(stdout).toContain("true true 99\n")
      })
    )

    it.effect("does not paint with NO_COLOR or on a dumb terminal", () =>
      Effect.gen(function* () {
        for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }])
          expect((yield* shown(["messages"], { env })).stdout).not.toContain("\u001b")
      })
    )

    it.effect("reads the line that is typed", () =>
      Effect.gen(function* () {
        const { stdout } = yield* shown(["ask"], { prompt: "(Y/n) ", keys: "yes\\nno\\nmine\\n\\x04" })
        expect(stdout).toContain('answer: "yes"')
        expect(stdout).toContain('next: "no"')
      })
    )

    it.effect("hears Ctrl-C at a question, and the end of input", () =>
      Effect.gen(function* () {
        expect((yield* shown(["ask"], { prompt: "(Y/n) ", keys: "\\x03" })).exitStatus).toBe(130)
        expect((yield* shown(["ask"], { prompt: "(Y/n) ", keys: "\\x04" })).stdout).toContain("answer: null")
      })
    )

    it.effect("pages with the user's pager, and without one where there is none", () =>
      Effect.gen(function* () {
        expect((yield* shown(["page"], { env: { PAGER: "sed s/^/-/" } })).stdout).toBe("-one\n-two")
        expect((yield* shown(["page"], { env: { PAGER: "no-such-pager" } })).stdout).toBe("one\ntwo\n")
      })
    )
  })
})
