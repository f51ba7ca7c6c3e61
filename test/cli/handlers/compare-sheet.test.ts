import { rmSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Queue } from "effect"
import type { Frame } from "../../../src/domain/sheet/ScreenLine.ts"
import { make as scriptedInterrupts } from "../../../src/layers/InterruptsScripted.ts"
import { make as scriptedScreen } from "../../../src/layers/ScreenScripted.ts"
import type { ScreenEvent } from "../../../src/services/Screen.ts"
import { Screen } from "../../../src/services/Screen.ts"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const onTerminal = { isTerminal: true, canAsk: true }

/** The frames that the keys lead to, all but the first one behind its key. */
const frames = (home: string, argv: ReadonlyArray<string>, ...keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const events = keys.map((key): readonly [ScreenEvent] => [{ kind: "key", key }])
    const { layer, seen } = scriptedScreen(events, { rows: 30, columns: 110 })
    const ran = yield* guild(home, ["compare", ...argv], { terminal: onTerminal, screen: layer })
    return { ...ran, frames: seen.frames() }
  })

/** Short ids of the rows of a frame. */
const rows = (frame: ReadonlyArray<string> | undefined) =>
  (frame ?? []).slice(1, -1).flatMap((line) => /^[ *](\w{8})/.exec(line)?.[1] ?? [])

describe("guild compare on a terminal", () => {
  it.scoped("is a table on the whole screen, where no other form was asked for", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeSampleRun(home, 1)
      const table = yield* frames(home, [])
      expect(table).toMatchObject({ out: "", err: "", code: 0 })
      expect(rows(table.frames[0])).toEqual(["bbbbbbbb", "aaaaaaaa"])
      for (const form of [["--table"], ["--csv", "-"], ["--json"], ["--print-scalars"]])
        expect((yield* frames(home, form)).frames).toEqual([])
    })
  )

  it.scoped("has the columns, the order and the number of runs that were asked for", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      for (const nth of [0, 1, 2]) writeSampleRun(home, nth, { flags: { x: (nth * 2) % 3 } })
      const table = yield* frames(home, ["--strict-cols", "=x", "--max", "=x", "--top", "2"])
      expect(table.frames[0]?.[0]).toMatch(/^ run +x$/)
      expect(rows(table.frames[0])).toEqual(["bbbbbbbb", "cccccccc"])
      expect((yield* frames(home, ["--cols", "min loss of"])).err).not.toBe("")
    })
  )

  it.scoped("keeps to the runs that were named when others come or go", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const [first, second] = [writeSampleRun(home, 0), writeSampleRun(home, 1)]
      const drawn: Array<ReadonlyArray<string>> = []
      const refreshed = yield* Queue.unbounded<void>()
      let looks = 0
      const screen = Layer.succeed(Screen, {
        open: Effect.succeed({
          size: { rows: 9, columns: 60 },
          events: Effect.gen(function* () {
            looks += 1
            if (looks > 1) yield* refreshed
            if (looks === 1) writeSampleRun(home, 2)
            if (looks === 2) rmSync(first.dir, { recursive: true })
            return looks > 2 ? ([{ kind: "gone" }] as const) : ([{ kind: "key", key: "r" }] as const)
          }),
          draw: (frame: Frame) =>
            Effect.suspend(() => {
              drawn.push(frame.lines.map((line) => line.map(({ text }) => text).join("")))
              return drawn.at(-1)?.at(-1)?.includes("Refreshed") === true ? refreshed.offer(undefined) : Effect.void
            }),
          forget: Effect.void,
          suspend: Effect.void
        })
      })
      yield* guild(home, ["compare", "1", "2"], { terminal: onTerminal, screen })
      expect(rows(drawn[0])).toEqual(["bbbbbbbb", "aaaaaaaa"])
      expect(drawn.some((frame) => rows(frame).includes("cccccccc"))).toBe(false)
      expect(rows(drawn.at(-1))).toEqual([second.id.slice(0, 8)])
    })
  )

  it.scoped("shows what is known of a run, or says that it has gone", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { flags: { text: "a\u001b[2Jb\nc" } })
      const shown = (yield* frames(home, [], "d")).frames.at(-1)?.join("\n") ?? ""
      expect(shown).toMatch(/^Run aaaaaaaa\nid: a{32}\noperation: train/)
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    })
  )

  it.scoped("ends as the signal has it", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const interrupts = yield* scriptedInterrupts
      const screen = Layer.succeed(Screen, {
        open: Effect.succeed({
          size: { rows: 9, columns: 60 },
          events: Effect.zipRight(interrupts.ask("SIGTERM"), Effect.never),
          draw: () => Effect.void,
          forget: Effect.void,
          suspend: Effect.void
        })
      })
      const ran = yield* guild(home, ["compare"], { terminal: onTerminal, screen, interrupts: interrupts.layer })
      expect(ran).toEqual({ out: "", err: "", code: 143 })
    })
  )
})
