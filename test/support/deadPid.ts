/** The pid of no process, now or later: one more than Linux gives out, and macOS gives out fewer. */
export const DEAD_PID = 4_194_305

/** A name that this process owns, as one that is gone would have left it. */
export const ofDead = (owned: string): string => owned.replace(`-${process.pid}-`, `-${DEAD_PID}-`)
