/** A path with `.`, `..` and doubled slashes worked out; an absolute path stays absolute, an empty one is `.`. `/`-separated. */
export const normalizePath = (path: string): string => {
  const absolute = path.startsWith("/")
  const parts: Array<string> = []
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue
    if (part !== "..") parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop()
    else if (!absolute) parts.push(part)
  }
  const joined = parts.join("/")
  return absolute ? `/${joined}` : joined === "" ? "." : joined
}

/** A path as seen from the directory `dir`, without `.`, `..` and doubled separators; absolute where `dir` or the path is. */
export const absolutePath = (path: string, dir: string): string =>
  normalizePath(path.startsWith("/") ? path : `${dir}/${path}`)

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** The directory of an absolute path; slashes at the end do not count. */
export const dirName = (path: string): string => {
  const whole = path.replace(/(?<=.)\/+$/, "")
  return whole.slice(0, Math.max(1, whole.lastIndexOf("/")))
}

/** The way from one absolute directory to another; empty from a directory to itself. */
export const relativePath = (from: string, to: string): string => {
  const a = from.split("/").filter((part) => part !== "")
  const b = to.split("/").filter((part) => part !== "")
  let same = 0
  while (same < a.length && same < b.length && a[same] === b[same]) same++
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/")
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

/** A name that stays inside the directory it is joined to. */
export const isFileName = (name: string): boolean =>
  name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name)
