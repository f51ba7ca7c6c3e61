declare const __GUILD_VERSION__: string | undefined

/** The version of guild; the build puts it here. */
export const GUILD_VERSION = typeof __GUILD_VERSION__ === "string" ? __GUILD_VERSION__ : "source"
