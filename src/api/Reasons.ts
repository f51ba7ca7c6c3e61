/** Frames of what called the user's function: they say nothing to them. */
const NOT_THEIRS = /^\s+at .*[/\\](?:node_modules[/\\]effect[/\\]|dist[/\\]index\.mjs)|^\s+at .*\(<anonymous>\)$/

/** Where something of the user's threw, and what. */
export const traceOf = (defect: unknown): string =>
  (defect instanceof Error ? (defect.stack ?? defect.message) : String(defect))
    .split("\n")
    .filter((line) => !NOT_THEIRS.test(line))
    .join("\n")
