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

/** What the table learns: from the screen, or because its rows were looked at again, which may have been asked for. */
type News =
  | { readonly kind: "events"; readonly events: ReadonlyArray<ScreenEvent> }
  | { readonly kind: "data"; readonly data: SheetData; readonly notice?: string }
  | { readonly kind: "notice"; readonly notice: string }

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

/** Looks at the rows again and again, and at once when asked to; tells when they have changed, or were asked for. */
const refreshing = <E, R>(
  source: SheetSource<E, R>,
  shown: Shown,
  asked: Queue.Dequeue<void>,
  tell: (news: News) => Effect.Effect<unknown>
) =>
  Effect.gen(function* () {
    let cost = shown.loadMs
    const load = Effect.tap(source.load, ({ version }) => Ref.set(shown.version, version))
    // What goes wrong when nobody asked is tried again.
    const look = Effect.gen(function* () {
      if ((yield* source.version) === (yield* Ref.get(shown.version))) return
      yield* tell({ kind: "data", data: (yield* load).data })
    }).pipe(Effect.ignore)
    const lookAtOnce = Effect.matchEffect(load, {
      onSuccess: ({ data }) => tell({ kind: "data", data, notice: "Refreshed" }),
      onFailure: (error) => tell({ kind: "notice", notice: messageOf(error) })
    })
    const pause = Effect.gen(function* () {
      yield* Effect.sleep(Math.max(REFRESH_MS, cost * REFRESH_SHARE))
      while (cost > QUICK_MS && (yield* Clock.currentTimeMillis) - (yield* Ref.get(shown.lastEvent)) < IDLE_MS)
        yield* Effect.sleep(IDLE_MS)
    })
    for (;;) {
      const next = yield* Effect.race(Effect.as(pause, look), Effect.as(Queue.take(asked), lookAtOnce))
      const begun = yield* Clock.currentTimeMillis
      yield* next
      cost = (yield* Clock.currentTimeMillis) - begun
    }
  })

/** Where the table is worked at: its screen, and where fresh rows are asked for. */
interface Desk {
  readonly screen: OpenScreen
  readonly asked: Queue.Enqueue<void>
}

/** Does what a key asks for that the table cannot do by itself. */
const answer = <E, R>(
  source: SheetSource<E, R>,
  { asked, screen }: Desk,
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
      case "refresh":
        yield* Queue.offer(asked, undefined)
        return { state: withNotice(state, "Refreshing ..."), done: false }
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
const afterEvent = <E, R>(source: SheetSource<E, R>, desk: Desk, state: SheetState, event: ScreenEvent) => {
  if (event.kind === "gone") return Effect.succeed({ state, done: true })
  // What was drawn for the old size since then may stand anywhere.
  if (event.kind === "resized") return Effect.as(desk.screen.forget, { state: resize(state, event.size), done: false })
  const pressed = press(state, event.key)
  if (pressed.ask === undefined) return Effect.succeed({ state: pressed.state, done: false })
  return Effect.catchAll(answer(source, desk, pressed.state, pressed.ask), (error) =>
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
      // Asking twice before anything came of it is asking once.
      const asked = yield* Queue.sliding<void>(1)
      yield* Effect.forkScoped(
        Effect.forever(Effect.flatMap(screen.events, (events) => news.offer({ kind: "events", events })))
      )
      yield* Effect.forkScoped(refreshing(source, shown, asked, (fresh) => news.offer(fresh)))
      let state = openSheet(loaded.data, screen.size)
      for (;;) {
        yield* screen.draw(sheetFrame(state))
        const next = yield* Queue.take(news)
        if (next.kind !== "events") {
          const fresh = next.kind === "data" ? refreshed(state, next.data) : state
          state = next.notice === undefined ? fresh : withNotice(fresh, next.notice)
          continue
        }
        yield* Ref.set(shown.lastEvent, yield* Clock.currentTimeMillis)
        for (const event of next.events) {
          const step = yield* afterEvent(source, { screen, asked }, state, event)
          if (step.done) return
          state = step.state
        }
      }
    })
  )
