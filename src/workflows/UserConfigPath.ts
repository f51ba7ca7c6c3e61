import { Effect } from "effect"
import { absolutePath } from "../domain/text/Paths.ts"
import { Host } from "../services/Host.ts"

/** Where the user's configuration is: what GUILD_CONFIG says, or `~/.guild/config.yml`. Absolute; the file may not be there. */
export const userConfigPath: Effect.Effect<string, never, Host> = Effect.map(Host, ({ cwd, env, homeDir }) =>
  absolutePath(env["GUILD_CONFIG"] || `${homeDir}/.guild/config.yml`, cwd)
)
