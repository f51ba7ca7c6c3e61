/** The pid of no process, now or later: one more than Linux gives out, and macOS gives out fewer. */
export const DEAD_PID = 4_194_305
