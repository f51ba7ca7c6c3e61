import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { make } from "../../src/layers/TerminalMemory.ts"
import { Terminal } from "../../src/services/Terminal.ts"

it.effect("remembers what was printed on each stream", () => {
  const { layer, printed } = make()
  return Effect.gen(function* () {
    const terminal = yield* Terminal
    yield* terminal.out("out")
    yield* terminal.err("err")
    yield* terminal.warn("careful")
    yield* terminal.info("going")
    for (const byte of new TextEncoder().encode("é")) terminal.write(Uint8Array.of(byte), 0)
    yield* terminal.page("long")
    expect(printed.stdout()).toBe("out\nélong\n")
    expect(printed.stderr()).toBe("err\nWARNING: careful\nINFO: [guild] going\n")
    expect(terminal.style("x", "bold")).toBe("x")
  }).pipe(Effect.provide(layer))
})

it.effect("answers as it was told, then says that the input has ended", () => {
  const { layer, printed } = make({ answers: ["y"], isTerminal: true, columns: 40 })
  return Effect.gen(function* () {
    const terminal = yield* Terminal
    expect(yield* terminal.ask("Sure? ")).toBe("y")
    expect(yield* terminal.ask("Really? ")).toBeUndefined()
    yield* terminal.page("long")
    expect(printed.stdout()).toBe("Sure? Really? ")
    expect(printed.pages()).toEqual(["long"])
    expect(terminal.style("x", "bold", "red")).toBe("<bold><red>x</red></bold>")
    expect([terminal.canAsk, terminal.columns]).toEqual([true, 40])
  }).pipe(Effect.provide(layer))
})
