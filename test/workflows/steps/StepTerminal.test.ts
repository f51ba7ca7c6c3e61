import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Terminal } from "../../../src/services/Terminal.ts"
import { keepingTerminal, withPrefix } from "../../../src/workflows/steps/StepTerminal.ts"
import { recordedTerminal } from "../../support/recordedTerminal.ts"

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const say = (...texts: ReadonlyArray<string>) =>
  Effect.flatMap(Terminal, (terminal) => Effect.sync(() => texts.forEach((text) => terminal.write(bytes(text), 0))))

describe("the terminal of a step", () => {
  it.effect("keeps all that is said with its stream, and shows it unless the run is quiet", () =>
    Effect.gen(function* () {
      for (const quiet of [false, true]) {
        const screen = recordedTerminal([])
        const kept: Array<string> = []
        yield* Effect.gen(function* () {
          const terminal = yield* keepingTerminal(
            [(chunk, stream) => kept.push(`${stream} ${new TextDecoder().decode(chunk)}`)],
            quiet
          )
          yield* terminal.info("told")
          yield* terminal.warn("beware")
          yield* terminal.out("shown")
          terminal.write(bytes("raw"), 1)
        }).pipe(Effect.provide(screen.layer))
        expect(kept).toEqual(["1 INFO: [guild] told\n", "1 WARNING: beware\n", "0 shown\n", "1 raw"])
        expect(screen.err()).toBe(quiet ? "" : "INFO: [guild] told\nWARNING: beware\nraw")
        expect(screen.out()).toBe(quiet ? "" : "shown\n")
      }
    })
  )

  it.effect("puts a name before whole lines, also before one that nobody has ended", () => {
    const screen = recordedTerminal([])
    return Effect.gen(function* () {
      yield* withPrefix("train", say("one\ntw", "o\nthr"))
      expect(screen.out()).toBe("train | one\ntrain | two\ntrain | thr\n")
    }).pipe(Effect.provide(screen.layer))
  })

  it.effect("does not let lines of two steps run into each other", () => {
    const screen = recordedTerminal([])
    return Effect.gen(function* () {
      const slowly = (name: string) =>
        withPrefix(
          name,
          Effect.forEach(["a", "b\n", "c\n"], (text) => Effect.zipRight(say(text), Effect.yieldNow()))
        )
      yield* Effect.all([slowly("x"), slowly("y")], { concurrency: 2 })
      expect(screen.out().split("\n").sort()).toEqual(["", "x | ab", "x | c", "y | ab", "y | c"])
    }).pipe(Effect.provide(screen.layer))
  })
})
