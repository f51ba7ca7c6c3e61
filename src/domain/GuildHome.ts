/**
 * Where runs are kept when nobody says otherwise: GUILD_HOME, else `.guild` in an active Conda or virtual environment, else in
 * the user's home directory.
 */
export const defaultGuildHome = (env: Readonly<Record<string, string | undefined>>, homeDir: string): string => {
  if (env["GUILD_HOME"]) return env["GUILD_HOME"]
  const inside = env["CONDA_PREFIX"] || env["VIRTUAL_ENV"] || homeDir
  return `${inside}/.guild`
}
