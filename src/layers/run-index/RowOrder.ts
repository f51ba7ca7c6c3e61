/** All rows, one after the other. */
export const ALL_ROWS = "run_rows NOT INDEXED"

/** The order of lists. */
export const inOrder = (markedFirst: boolean | undefined): string =>
  `ORDER BY ${markedFirst === true ? "marked DESC, " : ""}time DESC NULLS LAST, id, name`
