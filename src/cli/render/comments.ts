import { formatTimestamp } from "../../domain/runs/RunTime.ts"
import type { Value } from "../../domain/Value.ts"
import { getKey, isMap, toNumber } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

const field = (comment: Value, name: string): Value => (isMap(comment) ? (getKey(comment, name) ?? null) : null)

const author = (comment: Value): string => {
  const user = field(comment, "user")
  const host = field(comment, "host")
  return typeof user !== "string" ? "" : typeof host === "string" && host !== "" ? `${user}@${host}` : user
}

/** `[1] me@host 2020-05-01 14:35:23` with the text of the comment below, for each comment of a run. */
export const commentLines = (comments: ReadonlyArray<Value>): ReadonlyArray<string> =>
  comments.flatMap((comment, at) => {
    const body = isMap(comment) ? field(comment, "body") : comment
    const time = toNumber(field(comment, "time"))
    const heading = [`[${at + 1}]`, author(comment), formatTimestamp(time)].filter((part) => part !== "").join(" ")
    return [
      `  ${visibleText(heading)}`,
      ...String(body ?? "")
        .split("\n")
        .map((text) => `    ${visibleText(text)}`)
    ]
  })
