/** The variable by which a queue tells the guild that it starts for a run that it may take this run over: `PID RUN`. */
export const QUEUE_CLAIM = "GUILD_QUEUE_CLAIM"

/** What the variable holds for a run that the queue of process `pid` has. */
export const queueClaim = (pid: number, run: string): string => `${pid} ${run}`

/** The process of the queue that hands a run over to this guild; nothing where none does. */
export const claimedBy = (env: Readonly<Record<string, string>>, run: string): number | undefined => {
  const [pid = "", id] = (env[QUEUE_CLAIM] ?? "").split(" ")
  return id === run && /^[1-9]\d{0,9}$/.test(pid) ? Number(pid) : undefined
}
