/** The variable by which a guild in the background knows its pid file, and that it is one. Absolute path. */
export const BACKGROUND_PIDFILE = "GUILD_BACKGROUND_PIDFILE"
