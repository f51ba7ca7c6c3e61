import { Clock, Effect } from "effect"
import { progressText } from "../domain/resources/DownloadProgress.ts"
import { Terminal } from "../services/Terminal.ts"

/** Between two looks at how far a download has come; milliseconds. */
const PROGRESS_MS = 100

/**
 * A line on standard error that is written over as a download gets on: `onProgress` takes the bytes that are there and how many
 * there will be, `clear` removes the line. Nothing is shown where there is no terminal.
 */
export const progressLine = Effect.gen(function* () {
  const terminal = yield* Terminal
  const clock = yield* Clock.clockWith(Effect.succeed)
  const encoder = new TextEncoder()
  let last: number | undefined
  const show = (text: string) => terminal.write(encoder.encode(`\r\u001b[K${text}`), 1)
  return {
    onProgress: (bytes: number, total: number | undefined): void => {
      const now = clock.unsafeCurrentTimeMillis()
      if (!terminal.isTerminal || (last !== undefined && now - last < PROGRESS_MS)) return
      last = now
      show(progressText(bytes, total))
    },
    clear: Effect.sync(() => {
      if (last !== undefined) show("")
      last = undefined
    })
  }
})
