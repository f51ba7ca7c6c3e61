import type { LocalTime } from "../time/LocalTime.ts"
import { formatLocalTime } from "../time/LocalTime.ts"
import type { LogLevel } from "../text/LogLine.ts"
import { visibleText } from "../text/VisibleText.ts"

/** What a queue has to say; the runs are named by their ids. */
export type QueueNews =
  | { readonly kind: "processing" }
  | { readonly kind: "waiting" }
  | { readonly kind: "starting"; readonly id: string }
  | { readonly kind: "blocked"; readonly id: string; readonly by: ReadonlyArray<string> }
  | { readonly kind: "other-gpus"; readonly id: string; readonly run: string; readonly queue: string }
  | { readonly kind: "cannot-start"; readonly id: string; readonly reason: string }

const sentence = (news: QueueNews): string => {
  switch (news.kind) {
    case "processing":
      return "Processing staged runs"
    case "waiting":
      return "Waiting for staged runs"
    case "starting":
      return `Starting staged run ${news.id}`
    case "blocked":
      return `Found staged run ${news.id} (waiting for runs to finish: ${news.by.join(", ")})`
    case "other-gpus":
      // Spelled as Guild AI does, since scripts look for it.
      return `Ignorning staged run ${news.id} (GPU spec mismatch: run is ${news.run}, queue is ${news.queue})`
    case "cannot-start":
      return `Cannot start staged run ${news.id}: ${news.reason}`
  }
}

/** The name of a queue in the log. */
export const QUEUE = "queue"

export const queueLevel = ({ kind }: QueueNews): LogLevel => (kind === "cannot-start" ? "ERROR" : "INFO")

/** What a queue logs, such as `2019-05-01 14:35:23 Waiting for staged runs`. */
export const queueMessage = (news: QueueNews, now: LocalTime): string =>
  `${formatLocalTime(now)} ${visibleText(sentence(news))}`
