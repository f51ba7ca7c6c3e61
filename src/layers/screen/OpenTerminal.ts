import { Effect, Queue } from "effect"
import { readKeys } from "../../domain/sheet/Keys.ts"
import type { ScreenSize } from "../../domain/sheet/SheetState.ts"
import type { OpenScreen, ScreenEvent } from "../../services/Screen.ts"
import { ENTER, frameBytes, LEAVE } from "./FrameBytes.ts"
import { endAsHungUp } from "../terminal/HangUp.ts"
import { wantsColor } from "../terminal/Styles.ts"
import { writeFd } from "../terminal/WriteFd.ts"

/** How long the rest of a key's sequence may take to come, in milliseconds; then an escape alone was meant. */
const REST_MS = 50

/** How long the system may take to stop this process after it was asked to, in milliseconds. */
const STOP_MS = 50

/** The size of terminals that do not tell theirs. */
const DEFAULT_SIZE: ScreenSize = { rows: 24, columns: 80 }

const sizeNow = (): ScreenSize => ({
  rows: process.stdout.rows || DEFAULT_SIZE.rows,
  columns: process.stdout.columns || DEFAULT_SIZE.columns
})

/** Gives the characters of the terminal's input as keys, one call for each chunk of it. */
const keyReader = (onKeys: (keys: ReadonlyArray<string>) => void) => {
  const decoder = new TextDecoder()
  let rest = ""
  let timer: NodeJS.Timeout | undefined
  const read = (text: string, more: boolean): void => {
    const typed = readKeys(text, more)
    rest = typed.rest
    onKeys(typed.keys)
    timer = rest === "" ? undefined : setTimeout(() => read(rest, false), REST_MS)
  }
  return {
    chunk: (bytes: Uint8Array): void => {
      clearTimeout(timer)
      read(rest + decoder.decode(bytes, { stream: true }), true)
    },
    close: (): void => clearTimeout(timer)
  }
}

/** Whether the terminal could be told how to read keys; one that has hung up cannot. */
const rawMode = (raw: boolean): boolean => {
  try {
    process.stdin.setRawMode(raw)
    return true
  } catch {
    return false
  }
}

/** Takes the terminal, and gives it back: raw input, the alternate screen. Both may be called again and again. */
const hold = () => {
  let held = false
  const write = (text: string) => writeFd(1, Buffer.from(text))
  const take = (): void => {
    if (held) return
    held = true
    rawMode(true)
    process.stdin.resume()
    write(ENTER)
  }
  const give = (): void => {
    if (!held) return
    held = false
    const delivered = write(LEAVE) === undefined
    const back = rawMode(false)
    process.stdin.pause()
    if (!delivered || !back) process.once("exit", endAsHungUp)
  }
  /** Nothing reaches the terminal while somebody else has it. */
  const show = (text: string): boolean => !held || write(text) === undefined
  return { take, give, show }
}

/** Takes over this process's own terminal. It is given back however guild ends, but for SIGKILL. */
export const openTerminal = Effect.gen(function* () {
  const events = yield* Queue.unbounded<ScreenEvent>()
  const colours = wantsColor(true, process.env)
  const { give, show, take } = hold()
  let shown: ReadonlyArray<string> = []
  const tell = (event: ScreenEvent): void => void events.unsafeOffer(event)
  const keys = keyReader((typed) => typed.forEach((key) => tell({ kind: "key", key })))
  const onData = (chunk: Uint8Array | string): void =>
    keys.chunk(typeof chunk === "string" ? Buffer.from(chunk) : chunk)
  const redraw = (): void => {
    shown = []
    tell({ kind: "resized", size: sizeNow() })
  }
  const onGone = (): void => tell({ kind: "gone" })
  let stopping: NodeJS.Timeout | undefined
  const onContinue = (): void => {
    clearTimeout(stopping)
    if (stopping !== undefined) process.on("SIGTSTP", onStop)
    stopping = undefined
    // The shell, or whatever ran meanwhile, may have left the terminal in another mode than is remembered here.
    give()
    take()
    redraw()
  }
  const onStop = (): void => {
    give()
    process.off("SIGTSTP", onStop)
    // Where nobody controls jobs nothing stops, and nothing says so.
    stopping = setTimeout(onContinue, STOP_MS)
    process.kill(process.pid, "SIGTSTP")
  }
  const listen = (): void => {
    process.stdin.on("data", onData).on("end", onGone).on("error", onGone)
    process.stdout.on("resize", redraw)
    process.on("SIGCONT", onContinue).on("SIGTSTP", onStop).on("exit", give)
  }
  const leave = (): void => {
    keys.close()
    clearTimeout(stopping)
    process.stdin.off("data", onData).off("end", onGone).off("error", onGone)
    process.stdout.off("resize", redraw)
    process.off("SIGCONT", onContinue).off("SIGTSTP", onStop).off("exit", give)
    give()
  }
  yield* Effect.acquireRelease(
    Effect.sync(() => {
      listen()
      take()
    }),
    () => Effect.sync(leave)
  )
  const screen: OpenScreen = {
    size: sizeNow(),
    events: Effect.zipWith(Queue.take(events), Queue.takeAll(events), (first, more) => [first, ...more]),
    draw: (frame) =>
      Effect.sync(() => {
        const { bytes, lines } = frameBytes(frame, shown, colours)
        shown = lines
        if (bytes !== "" && !show(bytes)) onGone()
      }),
    forget: Effect.sync(() => {
      shown = []
    }),
    suspend: Effect.sync(() => void process.kill(0, "SIGTSTP"))
  }
  return screen
})
