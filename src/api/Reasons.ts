import { Inspectable } from "effect"

/** Frames of what called the user's function: they say nothing to them. */
const NOT_THEIRS =
  /^\s+at .*[/\\](?:node_modules[/\\]effect[/\\]|dist[/\\](?:index|testing|lib-\w+)\.mjs)|^\s+at .*\(<anonymous>\)$/

/** Where something of the user's threw, and what. */
export const traceOf = (defect: unknown): string =>
  (defect instanceof Error ? (defect.stack ?? defect.message) : messageOf(defect))
    .split("\n")
    .filter((line) => !NOT_THEIRS.test(line))
    .join("\n")

/** Fields that every error has, or that its name says already. */
const OF_ANY_ERROR = new Set(["_tag", "name", "message", "stack", "cause"])

/** The name of an error that says nothing else of itself, with its fields. */
const nameOf = (error: Error): string => {
  const fields = Object.entries(error).filter(([key]) => !OF_ANY_ERROR.has(key))
  return fields.length === 0
    ? error.name
    : `${error.name}: ${Inspectable.stringifyCircular(Object.fromEntries(fields))}`
}

const ownMessageOf = (failure: unknown): string => {
  if (failure instanceof Error) return failure.message === "" ? nameOf(failure) : failure.message
  return typeof failure === "string" ? failure : `failed with ${Inspectable.toStringUnknown(failure, 0)}`
}

/** How far the causes of an error are followed, which may be in a circle. */
const CAUSES = 8

/** What a failure says of itself: its message, or else its name and fields; then each cause that is not in that already, on a line. */
export const messageOf = (failure: unknown): string => {
  const lines = [ownMessageOf(failure)]
  for (let at = failure, n = 0; at instanceof Error && at.cause !== undefined && n < CAUSES; at = at.cause, n++) {
    const cause = ownMessageOf(at.cause)
    if (!lines.some((line) => line.includes(cause))) lines.push(`because: ${cause}`)
  }
  return lines.join("\n")
}
