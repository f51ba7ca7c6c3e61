/** An absolute path without `.`, `..` and doubled separators; a relative one counts from `cwd`. `/`-separated. */
export const absolutePath = (path: string, cwd: string): string => {
  const parts: Array<string> = []
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop()
    else if (part !== "" && part !== ".") parts.push(part)
  }
  return `/${parts.join("/")}`
}

/** A path below a directory, or `undefined` where it leads out of it or is absolute. The directory itself is below it. */
export const pathInside = (dir: string, path: string): string | undefined => {
  if (path.startsWith("/")) return undefined
  const whole = absolutePath(path, dir)
  const base = absolutePath(dir, "/")
  return whole === base || whole.startsWith(`${base}/`) ? whole : undefined
}

/** A path with the user's home directory as `~`. */
export const userPath = (path: string, homeDir: string): string =>
  path === homeDir ? "~" : homeDir !== "/" && path.startsWith(`${homeDir}/`) ? `~${path.slice(homeDir.length)}` : path
