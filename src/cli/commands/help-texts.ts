/** How RUN arguments name runs. */
export const RUN_ARGUMENTS =
  "A RUN is an ID, the beginning of one, or a position in the list of runs, where 1 is the latest. START:END names a range of positions; START: and :END leave one end open and : is all runs. Filters narrow the list down before positions are counted."

/** How time ranges are written. */
export const TIME_RANGES =
  "RANGE of --started is a time or a stretch of it: 'after DATETIME', 'before DATETIME', 'between DATETIME and DATETIME', 'last N minutes|hours|days|weeks|months|years', 'today', 'yesterday', 'this minute|hour|day|week|month|year', or 'N UNITS ago'. DATETIME is a date (YYYY-MM-DD, YY-MM-DD or MM-DD), a time (HH:MM or HH:MM:SS), or both."
