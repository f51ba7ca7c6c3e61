import { Clock, Duration, Effect, Queue, Ref } from "effect"
import type { SheetAsk } from "../../domain/sheet/SheetAsk.ts"
import type { SheetData } from "../../domain/sheet/SheetData.ts"
import { openSheet, press, refreshed, resize, withMark, withNotice, withText } from "../../domain/sheet/Sheet.ts"
import { sheetFrame } from "../../domain/sheet/SheetFrame.ts"
import type { SheetState } from "../../domain/sheet/SheetState.ts"
import type { OpenScreen, ScreenEvent } from "../../services/Screen.ts"
import { Screen } from "../../services/Screen.ts"
import type { SheetSource } from "./SheetSource.ts"

/** How often rows are looked at again by themselves, in milliseconds; a slow source is given this many times its own time. */
const REFRESH_MS = 1000
const REFRESH_SHARE = 8

/** A look that takes longer than this keeps keys waiting, so it waits itself until none was typed for a while. In milliseconds. */
const QUICK_MS = 50
const IDLE_MS = 1000

/** What the table learns: from the screen, or because its rows were looked at again. */
type News =
  | { readonly kind: "events"; readonly events: ReadonlyArray<ScreenEvent> }
  | { readonly kind: "data"; readonly data: SheetData }

/** The table after some news, and whether it is left. */
interface Step {
  readonly state: SheetState
  readonly done: boolean
}

const GONE = "The run is not there any more"

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What the screen shows: the version of its rows, and when something last happened at it. */
interface Shown {
  readonly version: Ref.Ref<string>
  readonly lastEvent: Ref.Ref<number>
  /** How long the rows took to load, in milliseconds. */
  readonly loadMs: number
}

/** Looks at the rows again and again, and tells when they have changed. What goes wrong meanwhile is tried again. */
const refreshing = <E, R>(source: SheetSource<E, R>, shown: Shown, tell: (data: SheetData) => Effect.Effect<unknown>) =>
  Effect.gen(function* () {
    let cost = shown.loadMs
    const look = Effect.gen(function* () {
      if ((yield* source.version) === (yield* Ref.get(shown.version))) return
      const loaded = yield* source.load
      yield* Ref.set(shown.version, loaded.version)
      yield* tell(loaded.data)
    })
    for (;;) {
      yield* Effect.sleep(Math.max(REFRESH_MS, cost * REFRESH_SHARE))
      while (cost > QUICK_MS && (yield* Clock.currentTimeMillis) - (yield* Ref.get(shown.lastEvent)) < IDLE_MS)
        yield* Effect.sleep(IDLE_MS)
      const begun = yield* Clock.currentTimeMillis
      yield* Effect.ignore(look)
      cost = (yield* Clock.currentTimeMillis) - begun
    }
  })

/** Does what a key asks for that the table cannot do by itself. */
const answer = <E, R>(
  source: SheetSource<E, R>,
  screen: OpenScreen,
  state: SheetState,
  ask: SheetAsk
): Effect.Effect<Step, E, R> =>
  Effect.gen(function* () {
    switch (ask.kind) {
      case "quit":
        return { state, done: true }
      case "suspend":
        yield* screen.suspend
        return { state, done: false }
      case "redraw":
        yield* screen.forget
        return { state, done: false }
      case "refresh": {
        yield* screen.draw(sheetFrame(withNotice(state, "Refreshing ...")))
        return { state: withNotice(refreshed(state, (yield* source.load).data), "Refreshed"), done: false }
      }
      case "details": {
        const page = yield* source.details(ask.id)
        return {
          state: page === undefined ? withNotice(state, GONE) : withText(state, page.title, page.lines),
          done: false
        }
      }
      case "mark": {
        const there = yield* source.mark(ask.id, ask.marked)
        return { state: there ? withMark(state, ask.id, ask.marked) : withNotice(state, GONE), done: false }
      }
    }
  })

/** What an event makes of the table. An act that fails says so in the last line and changes nothing. */
const afterEvent = <E, R>(source: SheetSource<E, R>, screen: OpenScreen, state: SheetState, event: ScreenEvent) => {
  if (event.kind === "gone") return Effect.succeed({ state, done: true })
  // What was drawn for the old size since then may stand anywhere.
  if (event.kind === "resized") return Effect.as(screen.forget, { state: resize(state, event.size), done: false })
  const pressed = press(state, event.key)
  if (pressed.ask === undefined) return Effect.succeed({ state: pressed.state, done: false })
  return Effect.catchAll(answer(source, screen, pressed.state, pressed.ask), (error) =>
    Effect.succeed({ state: withNotice(pressed.state, messageOf(error)), done: false })
  )
}

/**
 * Shows a table on the whole screen until the user quits, or is gone; the screen is then as it was. Rows that come, go or change
 * are seen without a key. Fails only where the rows cannot be loaded in the first place.
 */
export const liveSheet = <E, R>(source: SheetSource<E, R>): Effect.Effect<void, E, R | Screen> =>
  Effect.scoped(
    Effect.gen(function* () {
      const [took, loaded] = yield* Effect.timed(source.load)
      const shown = {
        version: yield* Ref.make(loaded.version),
        lastEvent: yield* Ref.make(yield* Clock.currentTimeMillis),
        loadMs: Duration.toMillis(took)
      }
      const screen = yield* (yield* Screen).open
      const news = yield* Queue.unbounded<News>()
      yield* Effect.forkScoped(
        Effect.forever(Effect.flatMap(screen.events, (events) => news.offer({ kind: "events", events })))
      )
      yield* Effect.forkScoped(refreshing(source, shown, (fresh) => news.offer({ kind: "data", data: fresh })))
      let state = openSheet(loaded.data, screen.size)
      for (;;) {
        yield* screen.draw(sheetFrame(state))
        const next = yield* Queue.take(news)
        if (next.kind === "data") {
          state = refreshed(state, next.data)
          continue
        }
        yield* Ref.set(shown.lastEvent, yield* Clock.currentTimeMillis)
        for (const event of next.events) {
          const step = yield* afterEvent(source, screen, state, event)
          if (step.done) return
          state = step.state
        }
      }
    })
  )
