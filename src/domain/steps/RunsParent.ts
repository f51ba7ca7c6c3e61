/**
 * The variable that a step with isolated runs is given, and with it every guild that its script starts: the id of the stepped run,
 * whose runs are all that there are to it.
 */
export const RUNS_PARENT = "GUILD_RUNS_PARENT"
