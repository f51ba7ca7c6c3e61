/** The variable by which a queue tells the guild that it starts for a run that it may take the run over from this process. */
export const QUEUE_PID = "GUILD_QUEUE_PID"
